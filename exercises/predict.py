"""Ask before revealing: the learner commits to an option, and hears what it was worth.

Without a kernel the question and its options still stand on the page, as text. With one there is a
button for each option; they work with mouse, finger and keyboard, in ipywidgets 7 and 8.
"""

import hashlib
from dataclasses import dataclass
from html import escape
from string import ascii_lowercase

from exercises.store import read, remember

SECTION = "predictions"


def predict(question, options, *, answer, because):
    """Return a prompt that a notebook shows as a question with a button for each option.

    `answer` is the letter of the right option; `because` holds the feedback on each, as plain
    text. The first choice is remembered in the progress file. Raises ValueError where question,
    options, answer and feedback do not fit together.
    """
    letters = ascii_lowercase[: len(options)]
    if not 2 <= len(options) <= 6 or isinstance(options, str):
        raise ValueError(f"a prediction has 2 to 6 options, got {options!r}")
    if len(answer) != 1 or answer not in letters:
        raise ValueError(f"answer must be one of the letters {', '.join(letters)}, got {answer!r}")
    if isinstance(because, str) or len(because) != len(options):
        raise ValueError(f"{len(options)} options need {len(options)} sentences of feedback")
    return Prompt(question, tuple(options), answer, tuple(because))


def bundle(text, html, widget):
    """Return what a page may show of one thing: text, HTML without a kernel, a widget with one."""
    view = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    return {
        "text/plain": text,
        "text/html": html,
        "application/vnd.jupyter.widget-view+json": view,
    }


@dataclass(frozen=True)
class Prompt:
    """A question that waits for a choice; `choose` is what the buttons call."""

    question: str
    options: tuple[str, ...]
    answer: str
    because: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return the name of the question in the progress file: it changes with its words."""
        text = "\n".join((self.question, *self.options))
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def choose(self, letter: str) -> str:
        """Remember a choice and return the feedback on it."""
        right = letter == self.answer
        sentence = self.because[ascii_lowercase.index(letter)]
        try:
            remember(SECTION, self.name, lambda old: old or {"first": letter, "right": right})
        except OSError as error:
            sentence += f" (Your choice could not be saved: {error}.)"
        return f"{letter}: {'✓' if right else '✗'} {sentence}"

    def __repr__(self):
        listed = [f"  {letter}) {text}" for letter, text in self.lettered()]
        return "\n".join([f"Predict: {self.question}", *listed])

    def lettered(self):
        """Return pairs of a letter and its option."""
        return zip(ascii_lowercase, self.options, strict=False)

    def feedback(self) -> str:
        """Return the feedback on the right option."""
        return self.because[ascii_lowercase.index(self.answer)]

    def html(self, title="Predict.") -> str:
        """Return question and options as HTML, in the colours of the page."""
        lines = [f"<b>{letter}</b> {escape(text)}" for letter, text in self.lettered()]
        return (
            f"<p><b>{title}</b> {escape(self.question)}</p>"
            f'<p style="margin-left:1.5em">{"<br>".join(lines)}</p>'
        )

    def _repr_mimebundle_(self, **_):
        """Return the prompt as text, as HTML for pages without a kernel, and as a widget."""
        return bundle(repr(self), self.html(), self._widget())

    def _widget(self):
        """Return the question, a button for each option, and a line that answers."""
        from ipywidgets import HTML, Button, HBox, Layout, VBox

        said = HTML(self._last_time())
        buttons = []
        for letter, text in self.lettered():
            button = Button(description=letter, tooltip=text, layout=Layout(width="3.5em"))
            button.on_click(lambda _, letter=letter: self._say(said, self.choose(letter)))
            buttons.append(button)
        return VBox([HTML(self.html()), HBox(buttons), said])

    def _last_time(self) -> str:
        """Return what is remembered of this question, as a line of HTML."""
        try:
            first = read().get(SECTION, {}).get(self.name, {}).get("first")
        except OSError:
            first = None
        return f"<p>Your first choice was {escape(first)}.</p>" if first else ""

    @staticmethod
    def _say(line, words: str) -> None:
        line.value = f'<p role="status">{escape(words)}</p>'
