"""Every topic, slip and mistake of the syllabus is shown by a cell of some lesson."""

from pathlib import Path

from tools.coverage import coverage, table

ROOT = Path(__file__).parents[1]


def test_every_item_is_covered_by_a_cell():
    covered = coverage(ROOT)
    assert [item for item, lessons in covered.items() if not lessons] == [], table(covered)


def test_table_names_what_no_lesson_covers():
    assert "| none | M02 |" in table({"M01": ["06"], "M02": []})


def test_table_lists_an_item_under_each_lesson_that_covers_it():
    assert table({"T05": ["02", "07"]}).splitlines()[2:] == ["| 02 | T05 |", "| 07 | T05 |"]
