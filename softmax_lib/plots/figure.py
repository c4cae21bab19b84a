"""What all figures of the course share: the look, the colours, and a description in words.

A figure is readable without colour and without eyes: `repr(figure)` is a sentence that says what
it shows. Screen readers read it, and the tests of the notebooks compare it.
"""

from io import BytesIO

import matplotlib
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

PAPER = "#fcfbf8"  # a light card, on light pages as on dark ones
INK = "#22262b"
QUIET = "#6b7280"
# Palette and style are those of seaborn, which itself would take seconds to import.
PALETTE = [
    to_rgb(f"#{colour}")
    for colour in (
        *("0173b2", "de8f05", "029e73", "d55e00", "cc78bc"),
        *("ca9161", "fbafe4", "949494", "ece133", "56b4e9"),
    )
]
MARKS = "os^DvPX<>*"  # one for each colour, which is never the only difference
ANIMALS = ("seal", "panda", "duck")
CLASS_COLOURS = PALETTE[:3]  # seal, panda, duck; for every lesson the same
TICKS = {"color": INK, "labelsize": 11.55, "major.size": 6, "major.width": 1.25}
TICKS |= {"minor.size": 4, "minor.width": 1}

matplotlib.rcParams.update(
    {
        "font.size": 12.6,
        "font.sans-serif": ["Arial", "DejaVu Sans", "Liberation Sans", "sans-serif"],
        "figure.facecolor": PAPER,
        "savefig.facecolor": PAPER,
        "axes.facecolor": PAPER,
        "axes.axisbelow": True,
        "axes.edgecolor": "#b9b6ae",
        "axes.labelcolor": INK,
        "axes.labelsize": 12.6,
        "axes.linewidth": 1.25,
        "axes.prop_cycle": matplotlib.cycler(color=PALETTE),
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlelocation": "left",
        "axes.titlesize": 12.6,
        "axes.titleweight": "bold",
        "axes.grid": True,
        "grid.color": "#e4e2dc",
        "grid.linewidth": 1,
        "legend.fontsize": 11.55,
        "legend.title_fontsize": 12.6,
        "lines.solid_capstyle": "round",
        "patch.edgecolor": "white",
        "patch.force_edgecolor": True,
        "text.color": INK,
    }
    | {f"{axis}tick.{name}": value for axis in "xy" for name, value in TICKS.items()}
    | {"xtick.bottom": False, "ytick.left": False}
)


class DescribedFigure(Figure):
    """A matplotlib figure that a notebook shows as a picture, and whose `repr` says what it shows.

    Fill in `description` when the drawing is done: one or two sentences, with the numbers in it.
    """

    description = ""

    def __init__(self, width=7.0, height=3.6):
        super().__init__(figsize=(width, height), dpi=100, layout="constrained")

    def __repr__(self):
        return f"Figure: {self.description}"

    __str__ = __repr__

    def _repr_png_(self):
        """Return the picture, the same bytes every time."""
        with BytesIO() as file:
            self.savefig(file, format="png", metadata={"Software": None})
            return file.getvalue()


def show_picture(ax, picture, title=""):
    """Draw a picture, (height, width, 3) in [0, 1], on `ax`, without axes around it."""
    ax.imshow(picture, interpolation="nearest")
    ax.set_title(title, loc="center")
    ax.set_axis_off()


def listed(numbers, digits):
    """Return numbers as a sentence lists them."""
    return ", ".join(minus(f"{number:.{digits}f}") for number in numbers)


def minus(text):
    """Return text with real minus signs before its numbers."""
    return text.replace("-", "−")
