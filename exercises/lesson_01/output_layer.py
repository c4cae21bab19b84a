"""## Sigmoid or softmax?

Two functions make probabilities of scores. `sigmoid` judges each score alone: any number between 0
and 1, whatever the others are. `softmax` takes all scores together: its outputs share one whole, 1.

A network has `n_outputs` outputs, and `exclusive` is `True` if at most one of their classes can be
right. Write `output_layer(n_outputs, exclusive)`, which returns the name of the function that fits,
`"sigmoid"` or `"softmax"`. A single output answers yes or no: is it this class?

```py
output_layer(3, True)      # "softmax": a seal, a panda or a duck
```
"""

from exercises.checks import exactly, holds

name = "output_layer"
place = 3


def starter(n_outputs, exclusive): ...


def solution(n_outputs, exclusive):
    if exclusive and n_outputs > 1:
        return "softmax"
    return "sigmoid"


def in_one_line(n_outputs, exclusive):
    return ["sigmoid", "softmax"][bool(exclusive) and n_outputs >= 2]


def case_by_case(n_outputs, exclusive):
    if n_outputs == 1:
        return "sigmoid"
    if not exclusive:
        return "sigmoid"
    return "softmax"


def by_table(n_outputs, exclusive):
    return {(False, True): "softmax"}.get((n_outputs == 1, exclusive), "sigmoid")


variants = (in_one_line, case_by_case, by_table)

hints = (
    "May two outputs be near 1 at once? If they must not, they have to share one whole.",
    "With a single output, what does softmax make of any score? What is there to share?",
    "Only one case wants softmax: the classes are exclusive, and there are at least two outputs.",
)

probes = (
    ((3, True), (5, True), (2, True), (125, True), (4, True), (10, True)),
    ((3, False), (2, False), (5, False), (125, False)),
    ((1, True), (1, False)),
)


def check_words(output_layer):
    """The answer is a text, either `"sigmoid"` or `"softmax"`, in small letters."""
    for case in ((3, True), (3, False), (1, False)):
        word = output_layer(*case)
        known = isinstance(word, str) and word in ("sigmoid", "softmax")
        holds(known, output_layer, word, '"sigmoid" or "softmax"')


def check_exclusive(output_layer):
    """At most one class can be right here, so the outputs must share one whole."""
    for n_outputs in (3, 2, 4, 10, 125):
        exactly(output_layer, (n_outputs, True), "softmax")


def check_several_may_be_right(output_layer):
    """Here two classes can be right at once, and both outputs must be able to come near 1."""
    for n_outputs in (3, 2, 4, 10, 125):
        exactly(output_layer, (n_outputs, False), "sigmoid")


def check_single(output_layer):
    """A single output has nobody to share with: it needs a function that judges it alone."""
    for exclusive in (True, False):
        exactly(output_layer, (1, exclusive), "sigmoid")


def word(softmax):
    return "softmax" if softmax else "sigmoid"


def wrong_sigmoids_for_exclusive(n_outputs, exclusive):
    """With sigmoids, two exclusive classes can both be near 1, or none: nothing ties them.

    Exclusive classes have to share one whole.
    """
    return "sigmoid"


wrong_sigmoids_for_exclusive.mistake = "M32"
wrong_sigmoids_for_exclusive.lesson = "02"
wrong_sigmoids_for_exclusive.hint = 0


def wrong_two_classes(n_outputs, exclusive):
    """Two exclusive classes with an output each must share one whole, too.

    With two sigmoids both could say yes. Only a *single* output is another case.
    """
    return word(exclusive and n_outputs > 2)


wrong_two_classes.mistake = "M32"
wrong_two_classes.lesson = "02"
wrong_two_classes.hint = 2


def wrong_softmax_for_several(n_outputs, exclusive):
    """Softmax shares one whole, so two classes that are both right get at most one half each.

    Here each needs a probability of its own.
    """
    return word(n_outputs > 1)


wrong_softmax_for_several.mistake = "M31"
wrong_softmax_for_several.hint = 0
wrong_softmax_for_several.variations = (
    lambda n_outputs, exclusive: word(exclusive or n_outputs > 2),
)


def wrong_softmax_of_one(n_outputs, exclusive):
    """A single output would have the whole to itself: softmax makes 1 of any score.

    So it would always say yes, and could never learn.
    """
    return word(exclusive)


wrong_softmax_of_one.mistake = "M20"
wrong_softmax_of_one.lesson = "07"
wrong_softmax_of_one.hint = 1
wrong_softmax_of_one.variations = (
    lambda n_outputs, exclusive: word(exclusive or n_outputs == 1),
    lambda n_outputs, exclusive: word(exclusive != (n_outputs == 1)),
)


def wrong_kind(n_outputs, exclusive):
    """Return the name as a text in small letters: `"sigmoid"` or `"softmax"`."""
    return solution(n_outputs, exclusive).capitalize()


wrong_kind.variations = (
    lambda n_outputs, exclusive: solution(n_outputs, exclusive).upper(),
    lambda n_outputs, exclusive: solution(n_outputs, exclusive) == "softmax",
    lambda n_outputs, exclusive: [solution(n_outputs, exclusive)],
)
