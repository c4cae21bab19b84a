"""From pictures to rows of numbers, for a classifier that has no filters to find outlines."""

from array_api_compat import array_namespace

FLAT = 1e-6  # a smaller standard deviation is that of a picture of one colour


def colours_and_outlines(pictures):
    """Return a row for each picture (n, side, side, 3): its colours, and how they change.

    The change at a point is the distance between the colours on its left and its right, or above
    and below it; lines show in it, whatever their colour. Colours and changes have mean 0 and
    standard deviation 1/3 in each row: light and contrast leave no trace. Raises ValueError for
    any other shape, TypeError for whole numbers.
    """
    check_pictures(pictures)
    if pictures.shape[1] < 3:
        raise ValueError(f"outlines need a side of 3 or more, got {pictures.shape[1]}")
    xp = array_namespace(pictures)
    across = pictures[:, :, 2:, :] - pictures[:, :, :-2, :]
    down = pictures[:, 2:, :, :] - pictures[:, :-2, :, :]
    lengths = [_rows(xp, xp.sqrt(xp.sum(step * step, axis=-1))) for step in (across, down)]
    outlines = xp.concat(lengths, axis=1)
    return xp.concat([_standard(xp, _rows(xp, pictures)), _standard(xp, outlines)], axis=1)


def check_pictures(pictures):
    """Raise an error unless these are pictures in three colours, at least one, of floats."""
    shape = tuple(pictures.shape)
    if len(shape) != 4 or shape[1] != shape[2] or shape[3] != 3 or 0 in shape:
        raise ValueError(f"pictures have the shape (n, side, side, 3), got {shape}")
    if not array_namespace(pictures).isdtype(pictures.dtype, "real floating"):
        raise TypeError(f"pictures are floats from 0 to 1, as augment makes them: {pictures.dtype}")


def _rows(xp, arrays):
    """Return each array as one row."""
    return xp.reshape(arrays, (arrays.shape[0], -1))


def _standard(xp, rows):
    """Return rows of mean 0 and standard deviation 1/3; of zeros, where all entries are equal."""
    rows = rows - xp.mean(rows, axis=1, keepdims=True)
    spread = xp.std(rows, axis=1, keepdims=True)
    return rows / (3 * xp.clip(spread, min=FLAT))
