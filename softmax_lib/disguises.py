"""The same animal, disguised as if another artist had drawn it: for training, in PyTorch.

`augment` moves and lights a drawing, but the hand stays the artist's. Here proportions are bent,
colours mixed, ink and paper exchanged, areas emptied to lines, and a part is hidden.
"""

import torch
from torch.nn.functional import affine_grid, avg_pool2d, grid_sample, interpolate

STRETCH, BEND = 0.08, 0.08  # standard deviations, in half sides of the picture
MIX = 0.2  # how much of another colour comes into a colour, a standard deviation
RARE = 0.05  # the share of pictures that lose their colours, are inverted, or become lines
HOLE = 0.25  # half a side of the hidden rectangle at most, in sides of the picture


def disguise(pictures, chance):
    """Return pictures (n, 3, side, side) from 0 to 1 in disguise, around 0.

    `chance` is a torch.Generator on the CPU, so that a seed gives the same pictures on any device.
    """
    return _hide(_redraw(_recolour(_bend(pictures, chance), chance), chance), chance)


def _bend(pictures, chance):
    """Return the pictures stretched, sheared, turned, and bent as if on rubber."""
    n, side = pictures.shape[0], pictures.shape[2:]
    maps = torch.eye(2, 3) + STRETCH * torch.randn(n, 2, 3, generator=chance)
    pulls = BEND * torch.randn(n, 2, 4, 4, generator=chance)
    pulls = interpolate(pulls, size=side, mode="bilinear", align_corners=True).movedim(1, -1)
    points = affine_grid(maps, pictures.shape, align_corners=False) + pulls
    return grid_sample(pictures, points.to(pictures), padding_mode="border", align_corners=False)


def _recolour(pictures, chance):
    """Return the pictures around 0 with mixed colours; some are grey, some are inverted."""
    n = pictures.shape[0]
    mix = torch.eye(3) + MIX * torch.randn(n, 3, 3, generator=chance)
    mix = torch.where(_some(n, chance), mix.mean(1, keepdim=True), mix)
    mix = torch.where(_some(n, chance), -mix, mix).to(pictures)
    return (mix @ (pictures - 0.5).flatten(2)).view_as(pictures)


def _redraw(pictures, chance):
    """Return the pictures, some of them with nothing left but their lines."""
    lines = 3 * (avg_pool2d(pictures, 3, 1, 1) - pictures)
    return torch.where(_some(len(pictures), chance)[..., None].to(pictures.device), lines, pictures)


def _hide(pictures, chance):
    """Return the pictures with a rectangle of one colour on each."""
    n, _, side, _ = pictures.shape
    middle, half = torch.rand(2, n, 2, 1, generator=chance)
    inside = (torch.arange(side) / side - middle).abs() < HOLE * half
    hole = (inside[:, None, 0, :, None] & inside[:, None, 1, None, :]).to(pictures.device)
    colours = 0.5 * torch.randn(n, 3, 1, 1, generator=chance).to(pictures)
    return torch.where(hole, colours, pictures)


def _some(n, chance):
    """Return a choice of rare pictures, (n, 1, 1)."""
    return torch.rand(n, 1, 1, generator=chance) < RARE
