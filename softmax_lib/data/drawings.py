"""125 animals, each drawn in nine styles by five groups of artists.

The file beside this one, animals.npz, holds 40×40 pictures with an alpha channel. ATTRIBUTION.md says
who drew them and under which licence; `tools/draw_animals.py` makes the file again from the originals.
The classes are the whole animal chapter of Unicode's emoji, so not every one is an animal: "paw prints",
"pig nose", "feather", "wing", "spiral shell" and "spider web" are parts or traces of one, "coral" is a
colony, "microbe" is a germ, and "unicorn", "dragon" and "dragon face" live in tales only. All of them stay.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

import numpy as np

ARTISTS = {
    "noto": "Google",
    "noto-mono": "Google",
    "twemoji": "Twitter",
    "openmoji": "OpenMoji",
    "openmoji-black": "OpenMoji",
    "fluent-emoji-flat": "Microsoft",
    "fluent-emoji-high-contrast": "Microsoft",
    "fluent-emoji-3d": "Microsoft",
    "unifont": "GNU Unifont",
}
UNSEEN_ARTIST = "twemoji"  # the style that every quoted accuracy is tested on, and no model is trained on


@dataclass(frozen=True, eq=False)
class Animals:
    """Drawings of K classes in S styles; the label of a class is its place in `names`."""

    rgba: np.ndarray  # (K, S, 40, 40, 4) uint8, red, green and blue already multiplied by alpha
    names: tuple[str, ...]
    styles: tuple[str, ...]
    codes: tuple[str, ...]  # the Unicode code point of each class, such as "1F43C"

    def split(self, held_out: str | Iterable[str]) -> tuple["Animals", "Animals"]:
        """The drawings in all other styles, and those in the style (or styles) held out."""
        out = _places(held_out, self.styles, "style")
        kept = [s for s in range(len(self.styles)) if s not in out]
        if not kept:
            raise ValueError(f"every style is held out, none is left to learn from: {self.styles}")
        return self._in_styles(kept), self._in_styles(out)

    def labelled(self) -> tuple[np.ndarray, np.ndarray]:
        """One drawing a row, (K·S, 40, 40, 4), and its label, (K·S,): first all styles of class 0."""
        n_classes, n_styles = self.rgba.shape[:2]
        return self.rgba.reshape(-1, *self.rgba.shape[2:]), np.repeat(np.arange(n_classes), n_styles)

    def _in_styles(self, places: list[int]) -> "Animals":
        names = tuple(self.styles[s] for s in places)
        return replace(self, rgba=self.rgba[:, places], styles=names)


def load_animals(
    classes: str | Iterable[str] = ("seal", "panda", "duck"),
    *,
    styles: str | Iterable[str] | None = None,
) -> Animals:
    """The drawings of these classes, in this order, in these styles; `classes="all"` gives all 125."""
    rgba, names, all_styles, codes = _file()
    chosen = list(range(len(names))) if classes == "all" else _places(classes, names, "class")
    drawn = range(len(all_styles)) if styles is None else _places(styles, all_styles, "style")
    return Animals(
        rgba=rgba[np.ix_(chosen, drawn)],
        names=tuple(names[k] for k in chosen),
        styles=tuple(all_styles[s] for s in drawn),
        codes=tuple(codes[k] for k in chosen),
    )


@cache
def _file() -> tuple[np.ndarray, tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """What animals.npz holds: pictures, class names, styles, code points."""
    with (files(__package__) / "animals.npz").open("rb") as file, np.load(file) as arrays:
        texts = (tuple(arrays[key].tolist()) for key in ("names", "sets", "codes"))
        return arrays["rgba"], *texts


def _places(asked: str | Iterable[str], known: tuple[str, ...], what: str) -> list[int]:
    """Where the names asked for stand among the known ones."""
    asked = [asked] if isinstance(asked, str) else list(asked)
    if not asked:
        raise ValueError(f"at least one {what} is needed, and none was named")
    for name in asked:
        if not isinstance(name, str):
            raise TypeError(f"a {what} is named by a str, got {name!r}")
        if name not in known:
            raise ValueError(f"there is no {what} {name!r}; {_advice(name, known)}")
    twice = sorted({name for name in asked if asked.count(name) > 1})
    if twice:
        raise ValueError(f"name each {what} once; these came twice: {', '.join(twice)}")
    return [known.index(name) for name in asked]


def _advice(name: str, known: tuple[str, ...]) -> str:
    """The near names when there are many, all names when there are few."""
    if len(known) <= len(ARTISTS):
        return f"there are {', '.join(known)}"
    near = get_close_matches(name.lower(), known)
    near += [other for other in known if name.lower() in other.split() and other not in near]
    return f"did you mean {' or '.join(near)}?" if near else "load_animals('all').names lists them all"
