"""Values as a card shows them: in few numbers, and in as many digits as it takes."""

import numpy as np

from exercises.packing import Foreign, Odd

SHOWN = 6  # numbers on a card


def spell(value, digits=4) -> str:
    """Return a value in at most six numbers, as a card shows it."""
    return _spell(value, digits, [SHOWN])


def _spell(value, digits, left):
    if isinstance(value, Odd):
        return value.what
    if isinstance(value, Foreign):
        return f"{_spell(value.values, digits, left)} ({value.library}, {value.dtype})"
    if isinstance(value, np.ndarray):
        if value.size == 0:
            return f"an array of shape {value.shape}"
        value = value.tolist()
    if isinstance(value, list | tuple | set | dict) and value:
        return _spell_many(value, digits, left)
    left[0] -= 1
    if isinstance(value, set):
        return "an empty set"
    if isinstance(value, float | np.floating):
        return f"{value:.{digits}g}"
    return getattr(value, "__name__", None) or _short(value)


def _short(value):
    return "rng" if isinstance(value, np.random.Generator) else repr(value)[:60]


def _spell_many(items, digits, left):
    shown = []
    for item in sorted(items, key=repr) if isinstance(items, set) else items:
        if left[0] <= 0:
            shown.append("…")
            break
        key = f"{_short(item)}: " if isinstance(items, dict) else ""
        shown.append(key + _spell(items[item] if key else item, digits, left))
    inner = ", ".join(shown)
    if isinstance(items, tuple):
        return f"({inner},)" if len(items) == 1 else f"({inner})"
    return f"[{inner}]" if isinstance(items, list) else f"{{{inner}}}"


def spell_pair(yours, expected) -> tuple[str, str]:
    """Return two values in as many digits as it takes to see that they differ."""
    for digits in (4, 6, 8, 12, 17):
        pair = spell(yours, digits), spell(expected, digits)
        if pair[0] != pair[1]:
            break
    return pair
