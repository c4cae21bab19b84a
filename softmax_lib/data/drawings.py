"""125 animals, each drawn in nine styles by five groups of artists.

The file beside this one, animals.npz, holds pictures of 40×40 pixels with an alpha channel.
ATTRIBUTION.md says who drew them and under which licences; tools/draw_animals.py makes the file
again from the originals. The classes are Unicode's chapter of animals, and eleven of the 125 are
no animals: paw prints, pig nose, feather, wing, spiral shell, spider web and coral are parts or
traces of some, microbe is a germ, unicorn, dragon and dragon face live in tales. All of them stay.
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
UNSEEN_ARTIST = "twemoji"  # the style that models are tested on and never trained on


@dataclass(frozen=True, eq=False)
class Animals:
    """Drawings of K classes in S styles; the label of a class is its place in `names`."""

    rgba: np.ndarray  # (K, S, 40, 40, 4) uint8, red, green and blue already multiplied by alpha
    names: tuple[str, ...]
    styles: tuple[str, ...]
    codes: tuple[str, ...]  # the Unicode code point of each class, such as "1F43C"

    def split(self, held_out: str | Iterable[str]) -> tuple["Animals", "Animals"]:
        """Return the drawings in all other styles, and those in the style (or styles) held out."""
        out = _places(held_out, self.styles, "style")
        kept = [s for s in range(len(self.styles)) if s not in out]
        if not kept:
            raise ValueError(f"no style is left to learn from, all are held out: {self.styles}")
        return self._in_styles(kept), self._in_styles(out)

    def labelled(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the drawings in one row, (K·S, 40, 40, 4), and their labels, (K·S,).

        The S styles of class 0 come first.
        """
        n_classes, n_styles, *picture = self.rgba.shape
        labels = np.repeat(np.arange(n_classes), n_styles)
        return self.rgba.reshape(-1, *picture), labels

    def _in_styles(self, places: list[int]) -> "Animals":
        styles = tuple(self.styles[s] for s in places)
        return replace(self, rgba=self.rgba[:, places], styles=styles)


def load_animals(
    classes: str | Iterable[str] = ("seal", "panda", "duck"),
    *,
    styles: str | Iterable[str] | None = None,
) -> Animals:
    """Return the drawings of these classes in these styles, in the order asked for.

    `classes="all"` gives all 125 classes, `styles=None` all nine styles.
    """
    rgba, names, known_styles, codes = _file()
    if isinstance(classes, str) and classes == "all":
        classes = names
    chosen = _places(classes, names, "class")
    drawn = _places(known_styles if styles is None else styles, known_styles, "style")
    return Animals(
        rgba=rgba[np.ix_(chosen, drawn)],
        names=tuple(names[k] for k in chosen),
        styles=tuple(known_styles[s] for s in drawn),
        codes=tuple(codes[k] for k in chosen),
    )


@cache
def _file() -> tuple[np.ndarray, tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return what animals.npz holds: pictures, class names, styles, code points."""
    with (files(__package__) / "animals.npz").open("rb") as file, np.load(file) as arrays:
        texts = [tuple(arrays[key].tolist()) for key in ("names", "sets", "codes")]
        return arrays["rgba"], *texts


def _places(asked: str | Iterable[str], known: tuple[str, ...], what: str) -> list[int]:
    """Return where the names asked for stand among those known."""
    asked = [asked] if isinstance(asked, str) else list(asked)
    if not asked:
        raise ValueError(f"name at least one {what}, none came")
    for name in asked:
        if not isinstance(name, str):
            raise TypeError(f"a {what} is named by a string, got {name!r}")
        if name not in known:
            raise ValueError(f"there is no {what} {name!r}; {_advice(name, known)}")
        if asked.count(name) > 1:
            raise ValueError(f"name each {what} once, {name!r} came {asked.count(name)} times")
    return [known.index(name) for name in asked]


def _advice(name: str, known: tuple[str, ...]) -> str:
    """Return all names if they are few, else those that look like this one."""
    if len(known) <= len(ARTISTS):
        return f"there are {', '.join(known)}"
    word = name.lower()
    alike = [other for other in known if word in other] + get_close_matches(word, known)
    near = list(dict.fromkeys(alike))[:3]
    return f"did you mean {' or '.join(near)}?" if near else 'see load_animals("all").names'
