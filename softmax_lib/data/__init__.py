"""Drawings of animals, and as many variations of each as a classifier can learn from."""

from softmax_lib.data.drawings import ARTISTS, UNSEEN_ARTIST, Animals, load_animals
from softmax_lib.data.variations import augment, render

__all__ = ["ARTISTS", "UNSEEN_ARTIST", "Animals", "augment", "load_animals", "render"]
