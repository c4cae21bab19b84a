"""Drawings of animals, and as many variations of each as a classifier can learn from."""

from softmax_lib.data.drawings import ARTISTS, UNSEEN_ARTIST, Animals, load_animals
from softmax_lib.data.rows import colours_and_outlines
from softmax_lib.data.variations import augment, render

__all__ = [
    "ARTISTS",
    "UNSEEN_ARTIST",
    "Animals",
    "augment",
    "colours_and_outlines",
    "load_animals",
    "render",
]
