"""The ten questions: counted, remembered, compared."""

import html

import ipywidgets
import pytest

from exercises.ten_questions import QUESTIONS, ten_questions

RIGHT = [question.answer for question in QUESTIONS]
NONE = [None] * 10


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("SOFTMAX_COURSE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_there_are_ten_different_questions():
    assert len({question.name for question in QUESTIONS}) == 10


def test_no_letter_is_right_everywhere():
    assert max(map(RIGHT.count, "abc")) <= 6


def test_all_right_is_ten_of_ten():
    assert ten_questions("before").hand_in(RIGHT).startswith("10 of 10")


def test_no_answer_is_not_right():
    assert ten_questions("before").hand_in(NONE).startswith("0 of 10")


def test_answers_are_not_given_away_before_the_course():
    said = ten_questions("before").hand_in(NONE)
    assert not any(question.feedback() in said for question in QUESTIONS)


def test_wrong_answers_are_explained_after_the_course():
    said = ten_questions("after").hand_in([*RIGHT[:9], "a"])
    assert f"10: {QUESTIONS[9].feedback()}" in said


def test_after_the_course_the_first_result_is_told():
    ten_questions("before").hand_in(["a", *RIGHT[1:]])
    assert "At the beginning it was 9." in ten_questions("after").hand_in(RIGHT)


def test_form_counts_what_was_chosen():
    view = ten_questions("before")._repr_mimebundle_()["application/vnd.jupyter.widget-view+json"]
    *rows, done, said = ipywidgets.widgets.widget._instances[view["model_id"]].children
    for choice, letter in zip(rows[1::2], RIGHT, strict=True):
        choice.value = letter
    done.click()
    assert "10 of 10" in html.unescape(said.value)


def test_result_comes_even_if_nothing_can_be_saved(home):
    home.write_text("a file where the folder should be", encoding="utf-8")
    assert "could not be saved" in ten_questions("before").hand_in(RIGHT)


def test_other_times_are_refused():
    with pytest.raises(ValueError, match="'later'"):
        ten_questions("later")
