"""The table of the exercise `find_the_bug` is what its training runs give."""

import pytest

from exercises.bank import find
from tools import six_runs


@pytest.fixture(scope="module")
def data():
    return six_runs.pictures()


@pytest.fixture(scope="module")
def shown():
    """The rows of the table in the statement, by the name of the run."""
    lines = find("find_the_bug").statement.splitlines()
    rows = [line for line in lines if line.startswith("| ")][1:]
    return {line.split("|")[1].strip(): line for line in rows}


def test_statement_shows_every_run(shown):
    assert list(shown) == list(six_runs.RUNS)


# Another BLAS differs far behind the printed digits. No loss and no score is nearer than one part
# in ten million to where it would round otherwise, and the accuracy counts whole pictures.
@pytest.mark.parametrize("run", six_runs.RUNS)
def test_statement_shows_what_the_run_gives(run, data, shown):
    assert six_runs.row(run, *data) == shown[run]
