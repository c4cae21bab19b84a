"""## Six runs, six bugs

A softmax regression learned 600 pictures of seals, pandas and ducks, 200 of each. All 600 are one
batch. Its weights started near 0, so all scores did too. The row *none* is the right program. Each
other run has one bug in its loss. All numbers were measured.

| run | loss at the start | loss at the end | accuracy | seen besides |
|---|---|---|---|---|
| none | 1.11 | 0.21 | 0.96 | lowest loss of a single picture: 0.00 |
| A | 0.22 | 0.07 | 0.93 | highest loss of a single picture: 0.51 |
| B | 1.10 | 0.51 | 0.84 | pictures whose score for *seal* is above 0: 0 |
| C | 6.39 | 5.66 | 0.94 | the three probabilities of the first picture sum to 0.009 |
| D | 0.08 | −3703.53 | 0.38 | largest score: 5636 |
| E | 1.10 | 0.72 | 0.93 | lowest loss of a single picture: 0.55 |
| F | −0.33 | −0.80 | 0.92 | lowest loss of a single picture: −1.00 |

- M15: softmax ran along the wrong axis, over the pictures.
- M21: the loss was given probabilities, and took the softmax of them once more.
- M23: the loss was −p of the right class, the logarithm was forgotten.
- M24: the loss was −z of the right class, softmax was forgotten too.
- M27: the loss was the mean of the squares of p − Y.
- M34: a ReLU, max(z, 0), stood between the scores and softmax.

Write `diagnosis()`. It returns a dict with one number for each run.

```py
{"A": "M15", "B": "M21", "C": "M23", "D": "M24", "E": "M27", "F": "M34"}     # all wrong
```
"""

from exercises.checks import Failed, Inside
from exercises.spelling import spell

name = "diagnosis"
place = 2
TRUTH = {"A": "M27", "B": "M34", "C": "M15", "D": "M24", "E": "M21", "F": "M23"}
CLUES = {
    "A": "which loss is 0.22 when all probabilities are 1/3?",
    "B": "the right program starts near 1.10 as well, so look at what was seen besides.",
    "C": "e to the power of 6.39 is about 600. What is there 600 of?",
    "D": "which loss can fall without any end?",
    "E": "which loss cannot fall below 0.55, however sure the classifier is?",
    "F": "which loss lies between −1 and 0?",
}


def starter():
    return {"A": None, "B": None, "C": None, "D": None, "E": None, "F": None}


def solution():
    return {
        "A": "M27",  # at the start, the mean of (2/3)², (1/3)², (1/3)² is 2/9
        "B": "M34",  # where all scores for seal are below 0, the ReLU lets no slope through
        "C": "M15",  # at the start, each of 600 pictures has a share of 1/600, and ln 600 = 6.40
        "D": "M24",  # scores have no limit, so this loss has none
        "E": "M21",  # probabilities lead by 1 at most, so the loss is at least ln(1 + 2/e)
        "F": "M23",  # it starts at -1/3, and no probability is more than 1
    }


def by_keywords():
    return dict(A="M27", B="M34", C="M15", D="M24", E="M21", F="M23")


def by_pairs():
    return dict(zip("ABCDEF", ["M27", "M34", "M15", "M24", "M21", "M23"], strict=True))


def in_small_letters():
    bugs = {"m27": "A", "m34": "B", "m15": "C", "m24": "D", "m21": "E", "m23": "F"}
    return {run: bug for bug, run in bugs.items()}


variants = (by_keywords, by_pairs, in_small_letters)

hints = (
    "Begin with the losses at the start. All scores are near 0, so what are the probabilities?",
    "Two losses can be negative. One of them has a limit.",
    "A loss of cross-entropy starts at ln 3 with three classes, and at ln 600 with 600.",
    "Two runs start at 1.10. In one, a class never gets a score above 0; in the other, even the "
    "surest picture has a loss.",
)


def bugs_of(diagnosis, *runs):
    """Return what an answer says of these runs."""
    said = diagnosis()
    return [str(said.get(run)).strip().upper() for run in runs]


# each group looks at the runs of one pair, so that a pair is named whatever the other runs are
probes = (
    (Inside(bugs_of, ("A", "E")),),
    (Inside(bugs_of, ("D", "F")),),
    (Inside(bugs_of, ("B", "E")),),
    (Inside(bugs_of, ("B", "C")),),
    (Inside(bugs_of, ("C", "D")),),
)


def check_runs(diagnosis):
    """Return a dict: the letters A to F, and for each the number of a bug, as in the example."""
    said = diagnosis()
    if not isinstance(said, dict):
        raise Failed(diagnosis.last, spell(said), "a dict with the keys A to F")
    bugs = {run: str(said.get(run)).strip().upper() for run in TRUTH}
    if any(said[run] is not None for run in said.keys() - TRUTH.keys()):
        words = "The keys are the letters A to F, and no others."
        raise Failed(diagnosis.last, spell(said), sentence=words)
    for run, bug in bugs.items():
        if bug not in (*TRUTH.values(), "NONE"):
            words = f'Run {run} has one of the six bugs of the list. Give its number, as in "M15".'
            raise Failed(diagnosis.last, spell(said), sentence=words)
    wrong = [run for run, bug in bugs.items() if bug != TRUTH[run]]
    if wrong:
        named = [run for run in wrong if bugs[run] != "NONE"] or wrong
        count = f"Right so far: {len(TRUTH) - len(wrong)} of 6."
        words = f"{count} Look at run {named[0]} again: {CLUES[named[0]]}"
        raise Failed(diagnosis.last, spell(said), sentence=words)


def confused(one, other):
    """Return the ways to take two runs for each other: in turn, or both for the same."""
    a, b = TRUTH[one], TRUTH[other]
    pairs = ((b, a), (a, a), (b, b))
    return tuple(
        lambda pair=pair: TRUTH | dict(zip((one, other), pair, strict=True)) for pair in pairs
    )


def wrong_squares():
    """Two losses that fall and then stay above 0 were taken for each other, M21 and M27.

    Compute both for probabilities of 1/3 each: what is the mean of three squares, what is ln 3?
    """
    return TRUTH | {"A": "M21", "E": "M27"}


wrong_squares.variations = confused("A", "E")


def wrong_negative():
    """Both losses become negative, M23 and M24. But −p has a limit, and −z has none."""
    return TRUTH | {"D": "M23", "F": "M24"}


wrong_negative.variations = confused("D", "F")
wrong_negative.hint = 1


def wrong_stuck():
    """Both start at 1.10 and get stuck, M21 and M34. One silences a whole class.

    The other knows a lead of 1 at most, so even its surest picture has a loss.
    """
    return TRUTH | {"B": "M21", "E": "M34"}


wrong_stuck.variations = confused("B", "E")
wrong_stuck.hint = 3


def wrong_rows():
    """With a ReLU, M34, three probabilities still sum to 1. Along the wrong axis, M15, others do.

    Which numbers compete in run C?
    """
    return TRUTH | {"B": "M15", "C": "M34"}


wrong_rows.variations = confused("B", "C")
wrong_rows.hint = 2


def wrong_far():
    """Two losses end far from 0, M15 and M24. One is a logarithm of a number of pictures.

    The other is a score with a minus, and falls for ever.
    """
    return TRUTH | {"C": "M24", "D": "M15"}


wrong_far.variations = confused("C", "D")
wrong_far.hint = 2

for wrong in (wrong_squares, wrong_negative, wrong_stuck, wrong_rows, wrong_far):
    wrong.lesson = "08"
