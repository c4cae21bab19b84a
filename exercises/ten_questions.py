"""Ten questions before the first lesson and after the last, so that a learner sees what changed."""

from html import escape

from exercises.predict import bundle, predict
from exercises.store import read, remember

SECTION = "ten questions"


def _ask(question, options, answer, why):
    """Return a question with one sentence of feedback, which the form tells at the end."""
    return predict(question, options, answer=answer, because=[why] * len(options))


QUESTIONS = (
    _ask(
        "All three scores grow by 5. The softmax probabilities",
        ["grow", "stay as they are", "become equal"],
        "b",
        "Only differences count.",
    ),
    _ask(
        "All three scores are doubled. The softmax probabilities",
        ["stay as they are", "become more even", "become more extreme"],
        "c",
        "Differences double.",
    ),
    _ask(
        "A class has the score 0. Its softmax probability is",
        ["0", "some number above 0", "1 divided by the number of classes"],
        "b",
        "exp(0) is 1, and 1 is divided by the sum.",
    ),
    _ask(
        "Why not divide the scores by their sum, without exponentials?",
        ["It is slower.", "Scores may be negative or sum to 0.", "It changes the sum of 1."],
        "b",
        "Then the quotients are no probabilities.",
    ),
    _ask(
        "exp(z) / sum(exp(z)) in code, with scores around 1000, gives",
        ["nan", "the right probabilities", "zeros"],
        "a",
        "exp(1000) is infinite on a computer.",
    ),
    _ask(
        "A picture may show a seal and a duck, or neither. The right last step is",
        ["softmax", "a sigmoid for each animal", "argmax"],
        "b",
        "Each animal has a question of its own.",
    ),
    _ask(
        "For two classes with scores a and b, softmax gives the first",
        ["sigmoid(a)", "sigmoid(a − b)", "a / (a + b)"],
        "b",
        "Only the difference counts.",
    ),
    _ask(
        "The slope of the cross-entropy at the scores is",
        ["p − Y", "p (1 − p)", "Y / p"],
        "a",
        "Probabilities minus one-hot row.",
    ),
    _ask(
        "Dividing all scores by a temperature of 2 changes the accuracy",
        ["to the better", "to the worse", "not at all"],
        "c",
        "The largest stays the largest.",
    ),
    _ask(
        "A classifier of three animals sees a cat. Its probabilities",
        ["are all about 0", "sum to 1", "are nan"],
        "b",
        "They sum to 1, whatever it sees.",
    ),
)


def ten_questions(when):
    """Return the ten questions as a form; `when` is "before" (lesson 00) or "after" (lesson 12)."""
    if when not in ("before", "after"):
        raise ValueError(f'when must be "before" or "after", got {when!r}')
    return Form(when)


class Form:
    """Ten questions, and a button that counts the right answers and remembers the number."""

    def __init__(self, when):
        self.when = when

    def hand_in(self, letters) -> str:
        """Remember the answers, ten letters or None, and return the result in words."""
        pairs = list(zip(QUESTIONS, letters, strict=True))
        right = sum(letter == question.answer for question, letter in pairs)
        record = {"right": right, "answers": "".join(letter or "-" for letter in letters)}
        try:
            remember(SECTION, self.when, lambda _: record)
            before = read().get(SECTION, {}).get("before", {}).get("right")
        except OSError as error:
            return f"{right} of 10. (This could not be saved: {error}.)"
        if self.when == "before":
            return f"{right} of 10. The same questions wait at the end of lesson 12."
        first = "" if before is None else f"At the beginning it was {before}. "
        wrong = [k for k, (q, letter) in enumerate(pairs, 1) if letter != q.answer]
        why = " ".join(f"{k}: {QUESTIONS[k - 1].feedback()}" for k in wrong)
        return f"{right} of 10. {first}{why}".strip()

    def __repr__(self):
        blocks = [repr(q).replace("Predict:", f"{k}.") for k, q in enumerate(QUESTIONS, 1)]
        return "\n".join(["Ten questions", *blocks])

    def html(self) -> str:
        """Return the questions as HTML, for pages without a kernel."""
        return "".join(question.html(f"{k}.") for k, question in enumerate(QUESTIONS, 1))

    def _repr_mimebundle_(self, **_):
        """Return the form as text, as HTML for pages without a kernel, and as a widget."""
        return bundle(repr(self), self.html(), self._widget())

    def _widget(self):
        from ipywidgets import HTML, Button, Layout, ToggleButtons, VBox

        rows, choices, said = [], [], HTML()
        for k, question in enumerate(QUESTIONS, 1):
            letters = [letter for letter, _ in question.lettered()]
            choices.append(ToggleButtons(options=letters, value=None))
            choices[-1].style.button_width = "3.5em"
            rows += [HTML(question.html(f"{k}.")), choices[-1]]
        done = Button(description="Hand in", button_style="primary", layout=Layout(margin="1em 0"))
        done.on_click(lambda _: self._say(said, [choice.value for choice in choices]))
        return VBox([*rows, done, said])

    def _say(self, line, letters) -> None:
        line.value = f'<p role="status">{escape(self.hand_in(letters))}</p>'
