"""The card under an exercise: one verdict as text and as HTML, in the colours of the page."""

from dataclasses import dataclass
from html import escape

from exercises.judge import (
    CHECKER_FAULT,
    CORRECT,
    CRASHED,
    TIMED_OUT,
    UNATTEMPTED,
    WRONG,
    Verdict,
)

# A sign, a word and a colour that can be told apart on white and on black; never colour alone.
LOOKS = {
    CORRECT: ("✓", "Correct", "#2f9e5f"),
    WRONG: ("✗", "Not yet", "#d9534f"),
    UNATTEMPTED: ("○", "Your turn", "#8a8f98"),
    CRASHED: ("!", "Your code stopped", "#d98324"),
    TIMED_OUT: ("◷", "Out of time", "#d98324"),
    CHECKER_FAULT: ("?", "Our fault", "#8a6fc4"),
}
BOX = "border-left:4px solid {};padding:.3em .9em;margin:.2em 0;max-width:46em;line-height:1.5"
NAME = "padding:.1em 1em .1em 0;text-align:left;vertical-align:top;opacity:.75;font-weight:normal"
VALUE = "padding:.1em 0;text-align:left;overflow-wrap:anywhere"


@dataclass(frozen=True)
class Card:
    """A verdict, and small print under it: the bar of the lesson, or what could not be done."""

    verdict: Verdict
    small: tuple[str, ...] = ()

    def rows(self) -> list:
        """Return what the card shows side by side: the input, and both results."""
        verdict = self.verdict
        rows = ("input", verdict.call), ("yours", verdict.yours), ("expected", verdict.expected)
        return [(name, value) for name, value in rows if value]

    def further(self) -> str:
        """Return where to read on, if the mistake is known."""
        verdict = self.verdict
        if not verdict.lesson:
            return ""
        return ", ".join(filter(None, [verdict.mistake, f"lesson {verdict.lesson}"]))

    def __repr__(self):
        sign, word, _ = LOOKS[self.verdict.status]
        place = f" ({self.further()})" if self.further() else ""
        lines = [f"{sign} {word}: {self.verdict.exercise}{place}", f"  {self.verdict.message}"]
        lines += [f"  {name:<9} {value}" for name, value in self.rows()]
        return "\n".join([*lines, *(f"  {line}" for line in self.small)])

    def _repr_html_(self):
        sign, word, colour = LOOKS[self.verdict.status]
        place = f'<span style="opacity:.75"> · {self.further()}</span>' if self.further() else ""
        rows = "".join(
            f'<tr style="background:none"><th scope="row" style="{NAME}">{name}</th>'
            f'<td style="{VALUE}"><code>{escape(value)}</code></td></tr>'
            for name, value in self.rows()
        )
        table = f'<table style="border:none;margin:.3em 0">{rows}</table>' if rows else ""
        small = "".join(f'<div style="opacity:.75">{escape(line)}</div>' for line in self.small)
        return (
            f'<div role="status" style="{BOX.format(colour)}">'
            f'<b><span style="color:{colour}">{sign}</span> {word}</b>{place}'
            f"<div>{marked(self.verdict.message)}</div>{table}{small}</div>"
        )


def marked(text: str) -> str:
    """Return text as HTML, with what stands in backquotes as code."""
    parts = escape(text).split("`")
    return "".join(f"<code>{part}</code>" if k % 2 else part for k, part in enumerate(parts))


@dataclass(frozen=True)
class Note:
    """A few words, and code under them if there is any, for a notebook or a terminal."""

    words: str
    code: str = ""

    def __repr__(self):
        return "\n\n".join(filter(None, [self.words, self.code]))

    def _repr_html_(self):
        code = f"<pre><code>{escape(self.code)}</code></pre>" if self.code else ""
        return f'<div style="{BOX.format("#8a8f98")}">{marked(self.words)}{code}</div>'
