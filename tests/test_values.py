"""What answers give back travels as plain data, is compared as numbers and spelled in few words."""

import json

import numpy as np
import pytest

from exercises.packing import MOST, Odd, pack, unpack
from exercises.spelling import spell
from exercises.values import alike, close, numbers, window


def travelled(value):
    return unpack(json.loads(json.dumps(pack(value))))


@pytest.mark.parametrize(
    "value",
    [None, True, 3, 2.5, "text", float("inf"), [1, [2.0, None]], (1, (2,)), {1, 2}, {"a": [1]}],
    ids=repr,
)
def test_plain_value_travels_unchanged(value):
    assert travelled(value) == value


@pytest.mark.parametrize("dtype", ["f8", "f4", "f2", "i8", "u1", "bool", "c16", ">f8"])
def test_array_travels_with_its_dtype_and_shape(dtype):
    array = np.ones((2, 0, 3), dtype), np.arange(6).reshape(2, 3).astype(dtype)
    for one, other in zip(array, map(travelled, array), strict=True):
        assert (other.dtype, other.shape) == (one.dtype, one.shape)
        assert other.tobytes() == one.tobytes()


def test_nan_travels():
    assert np.isnan(travelled(float("nan")))


def test_subclass_travels_as_what_it_is():
    class Liar(float):
        def __float__(self):
            return 0.0

        def __eq__(self, other):
            return True

    assert type(travelled(Liar(2.0))) is float
    assert travelled(Liar(2.0)) == 2.0


@pytest.mark.parametrize(
    "value",
    [np.ones(MOST + 1), [0.5] * (MOST + 1), [[0.5] * 1000] * 1000, "a" * (MOST + 1),
     {k: k for k in range(MOST + 1)}, set(range(MOST + 1)), 1 << 5000, object(), int, [].append,
     np.array([None]), np.array(["2020"], "M8[D]"), (x for x in "a")],
    ids=lambda value: f"{type(value).__name__}",
)  # fmt: skip
def test_what_nobody_can_compare_travels_as_words(value):
    assert isinstance(travelled(value), Odd)


def test_what_is_too_large_is_small_once_packed():
    assert len(json.dumps(pack([[0.5] * 1000] * 1000))) < 100


def test_list_in_itself_does_not_travel_for_ever():
    value = []
    value.append(value)
    assert "odd" in str(pack(value))


def test_object_that_raises_when_looked_at_travels_as_words():
    class Broken:
        def __array__(self, *_, **__):
            raise OSError

    assert "cannot be read" in travelled(Broken()).what


@pytest.mark.parametrize("value", [[1, 2], (1.0, 2.0), [np.float32(1), 2], np.array([1, 2])])
def test_numbers_of_a_list_are_its_array(value):
    assert numbers(value).tolist() == [1, 2]


def test_number_of_more_than_64_bits_is_a_number():
    assert numbers([2**70, 1]).dtype == float


@pytest.mark.parametrize("value", [None, "a", {1}, {1: 2}, [1, [2]], ["a"], 1j, [1j], Odd("x")])
def test_what_is_no_array_of_numbers_is_refused(value):
    with pytest.raises(ValueError):
        numbers(value)


def test_nan_and_infinity_are_close_to_themselves():
    values = np.array([np.nan, np.inf, -np.inf])
    assert close(values, values)
    assert not close(values, -values)


def test_shapes_must_agree_to_be_close():
    assert not close(np.ones(3), np.ones((1, 3)))


def test_list_is_like_the_array_with_its_values():
    assert alike([0.5, 0.5], np.array([0.5, 0.5]))


@pytest.mark.parametrize("other", [np.array([1j, 3]), np.array([1j]), np.array([1.0, 2])])
def test_complex_arrays_are_compared(other):
    assert alike(np.array([1j, 2]), np.array([1j, 2]))
    assert not alike(np.array([1j, 2]), other)


def test_text_is_not_like_a_number():
    assert not alike("1", 1)


@pytest.mark.parametrize(
    "value",
    [np.arange(1000.0), [0.5] * 1000, [[]] * 1000, {k: k for k in range(1000)}, set(range(1000))],
    ids=lambda value: type(value).__name__,
)
def test_large_value_is_spelled_in_few_characters(value):
    assert len(spell(value)) < 60
    assert "…" in spell(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [([1.0, 0.33333], "[1, 0.3333]"), ((1,), "(1,)"), ({"a", "b"}, "{'a', 'b'}"),
     (set(), "an empty set"), ({"A": "M21"}, "{'A': 'M21'}"),
     (np.ones((0, 3)), "an array of shape (0, 3)"),
     ([], "[]"), ({}, "{}")],
)  # fmt: skip
def test_small_value_is_spelled_whole(value, text):
    assert spell(value) == text


def test_window_is_the_first_row_that_differs():
    right = np.zeros((3, 4))
    wrong = right.copy()
    wrong[1, 2] = 1
    assert window(wrong, right)[0].tolist() == [0, 0, 1, 0]
