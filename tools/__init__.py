"""What builds the course from its sources; run from the repository's root, never installed."""


class BuildError(Exception):
    """A source cannot be built; the message says where, what came, and what to do."""
