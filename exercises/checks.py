"""What the checks of an exercise are made of.

Each function here calls the learner's answer and raises Failed, with the input and both results,
when the answer does not do what it must. Give small inputs first: the first that fails is shown.
Large inputs should be multiples of 1/4, so that an answer in float32 is as right as any.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from exercises.answers import Answer
from exercises.spelling import spell, spell_pair
from exercises.values import alike, close, numbers, window


class Failed(Exception):
    """An answer did not do what a check asks; `sentence` is the check's docstring if left out."""

    def __init__(self, call, yours="", expected="", sentence=None):
        super().__init__(sentence or call)
        self.call, self.yours, self.expected, self.sentence = call, yours, expected, sentence


@dataclass(frozen=True)
class Inside:
    """A probe that runs `scenario(answer, *args)` where the answer lives, instead of a plain call.

    The scenario is a function at the top level of the exercise's module.
    """

    scenario: Callable
    args: tuple


def array(answer: Answer, *args, scenario=None) -> np.ndarray:
    """Return what the answer gives for `args` as an array of numbers."""
    value = answer.inside(scenario, *args) if scenario else answer(*args)
    try:
        return numbers(value)
    except ValueError as error:
        end = "" if str(error).endswith("?") else "."
        raise Failed(answer.last, str(error), sentence=f"It returned {error}{end}") from None


def agree(answer: Answer, args: tuple, expected, *, rtol=1e-5, atol=1e-9, scenario=None) -> None:
    """The answer must give these numbers, in this shape, within the tolerances."""
    yours, expected = array(answer, *args, scenario=scenario), np.asarray(expected)
    if yours.shape != expected.shape:
        told = (f"an array of shape {found.shape}" for found in (yours, expected))
        raise Failed(answer.last, *told, sentence=shape_sentence(yours.shape, expected.shape))
    if not close(yours, expected, rtol, atol):
        raise Failed(answer.last, *spell_pair(*window(yours, expected)))


def shape_sentence(came, wanted) -> str:
    """Return in words that a shape differs from the one that was wanted."""
    kinds = {0: "a single number"}
    return (
        f"It returned {kinds.get(len(came), f'shape {came}')}, "
        f"and {kinds.get(len(wanted), f'shape {wanted}')} was expected."
    )


def exactly(answer: Answer, args: tuple, expected) -> None:
    """The answer must give this very value: a text, a set, a dict, a list of texts."""
    value = answer(*args)
    if not alike(value, expected):
        sentence = "It returned None: is a `return` missing?" if value is None else None
        raise Failed(answer.last, *spell_pair(value, expected), sentence=sentence)


def holds(condition, answer: Answer, yours, expected: str) -> None:
    """The condition must be true of what the answer gave in its last call."""
    if not condition:
        raise Failed(answer.last, yours if isinstance(yours, str) else spell(yours), expected)


def refuses(answer: Answer, *args, error=ValueError) -> None:
    """The answer must raise this error for these arguments."""
    outcome = answer.outcome(args)
    if outcome.crash is None:
        raise Failed(answer.last, spell(outcome.value), f"a {error.__name__}")
    if error.__name__ not in outcome.crash.kinds:
        raise Failed(answer.last, str(outcome.crash), f"a {error.__name__}")


def leaves_alone(answer: Answer, *args) -> None:
    """The answer must not write into its arguments."""
    if answer.outcome(args).wrote:
        raise Failed(answer.last, "an argument that has changed", "the argument as it was")
