"""What all figures of the course share: the look, the colours, and a description in words.

A figure is readable without colour and without eyes: `repr(figure)` is a sentence that says what
it shows. Screen readers read it, and the tests of the notebooks compare it.
"""

from io import BytesIO

import seaborn as sns
from matplotlib.figure import Figure

PAPER = "#fcfbf8"  # a light card, on light pages as on dark ones
INK = "#22262b"
QUIET = "#6b7280"
PALETTE = sns.color_palette("colorblind")
CLASS_COLOURS = PALETTE[:3]  # seal, panda, duck; for every lesson the same

sns.set_theme(
    style="whitegrid",
    palette="colorblind",
    font_scale=1.05,
    rc={
        "figure.facecolor": PAPER,
        "axes.facecolor": PAPER,
        "savefig.facecolor": PAPER,
        "grid.color": "#e4e2dc",
        "axes.edgecolor": "#b9b6ae",
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "text.color": INK,
        "axes.labelcolor": INK,
        "xtick.color": INK,
        "ytick.color": INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
    },
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
