"""What the course measures against its peers; run from the repository's root, never installed.

Each file without a leading underscore is one benchmark: `python3 course.py bench NAME`.
"""
