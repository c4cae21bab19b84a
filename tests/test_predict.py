"""Predictions: what a prompt shows, says and remembers."""

import html
import json

import ipywidgets
import pytest

from exercises import predict
from exercises.store import read

QUESTION = "We add 100 to all scores. What happens to p < 1?"
OPTIONS = ["It grows.", "Nothing.", "It falls & falls."]
BECAUSE = ["No, it stays.", "Right, it stays.", "Not so."]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("SOFTMAX_COURSE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def prompt():
    return predict(QUESTION, OPTIONS, answer="b", because=BECAUSE)


def shown(prompt):
    """Return the widget that the page shows: question, buttons, line that answers."""
    view = prompt._repr_mimebundle_()["application/vnd.jupyter.widget-view+json"]
    return ipywidgets.widgets.widget._instances[view["model_id"]].children


def press(prompt, letter):
    """Press the button of an option, and return what the prompt then says."""
    _, buttons, said = shown(prompt)
    next(b for b in buttons.children if b.description == letter).click()
    return html.unescape(said.value)


@pytest.mark.parametrize(("letter", "says"), [("a", "✗ No, it"), ("b", "✓ Right"), ("c", "✗ Not")])
def test_each_option_has_its_feedback(prompt, letter, says):
    assert says in press(prompt, letter)


def test_question_and_options_are_text_without_a_kernel(prompt):
    assert repr(prompt).splitlines() == [
        f"Predict: {QUESTION}",
        "  a) It grows.",
        "  b) Nothing.",
        "  c) It falls & falls.",
    ]


def test_question_and_options_are_html_without_a_kernel(prompt):
    page = html.unescape(prompt._repr_mimebundle_()["text/html"])
    assert all(text in page for text in (QUESTION, *OPTIONS))


def test_html_says_less_than_as_a_sign(prompt):
    assert "p &lt; 1" in prompt._repr_mimebundle_()["text/html"]


def test_answer_is_nowhere_before_the_choice(prompt):
    bundle = json.dumps(prompt._repr_mimebundle_())
    assert not any(sentence in bundle for sentence in BECAUSE)


def test_each_button_names_its_option(prompt):
    assert [button.tooltip for button in shown(prompt)[1].children] == OPTIONS


def test_first_choice_is_remembered(prompt):
    press(prompt, "a")
    press(prompt, "b")
    assert list(read()["predictions"].values()) == [{"first": "a", "right": False}]


def test_first_choice_is_told_when_the_page_comes_back(prompt):
    press(prompt, "a")
    assert "first choice was a" in shown(prompt)[2].value


def test_questions_are_remembered_apart(prompt):
    press(prompt, "a")
    press(predict("Another?", ["yes", "no"], answer="a", because=["So.", "No."]), "a")
    assert len(read()["predictions"]) == 2


def test_showing_a_prompt_writes_nothing(prompt, home):
    shown(prompt)
    assert not home.exists()


def test_feedback_comes_even_if_nothing_can_be_saved(prompt, home):
    home.write_text("a file where the folder should be", encoding="utf-8")
    said = press(prompt, "b")
    assert "Right, it stays." in said
    assert "could not be saved" in said


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"options": ["one"]}, "2 to 6 options"),
        ({"options": "ab"}, "2 to 6 options"),
        ({"answer": "d"}, "letters a, b, c, got 'd'"),
        ({"answer": ""}, "letters"),
        ({"because": BECAUSE[:2]}, "3 options need 3"),
        ({"because": "yes"}, "3 options need 3"),
    ],
)
def test_prompt_that_does_not_fit_together_is_refused(change, says):
    parts = {"options": OPTIONS, "answer": "b", "because": BECAUSE} | change
    with pytest.raises(ValueError, match=says):
        predict(QUESTION, **parts)
