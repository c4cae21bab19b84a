"""The drawings are the right ones, a split keeps artists out, a seed gives the same everywhere."""

import hashlib
import subprocess
import sys
from importlib import resources
from math import dist

import numpy as np
import pytest
from libraries import EACH_EAGER
from scipy.ndimage import map_coordinates

from softmax_lib.data import (
    ARTISTS,
    UNSEEN_ARTIST,
    Animals,
    augment,
    colours_and_outlines,
    load_animals,
    render,
    variations,
)
from softmax_lib.data.variations import _random_maps, _sample, _soften

FOLDER = resources.files("softmax_lib.data")
SHA256 = "eee94123ef330832375023e876d8f32d33a0720d70e0612a9a1607353eeecda8"


@pytest.fixture(scope="module")
def drawings():
    return load_animals().labelled()[0]


def spots(n=2, side=40):
    """Drawings without any symmetry: random half-transparent pixels, alpha multiplied in."""
    rng = np.random.default_rng(7)
    alpha = rng.integers(0, 256, (n, side, side, 1))
    colour = rng.integers(0, 256, (n, side, side, 3))
    return np.concatenate([colour * alpha // 255, alpha], axis=-1).astype(np.uint8)


# the file


def test_the_file_is_byte_for_byte_what_tools_draw_animals_drew():
    assert hashlib.sha256((FOLDER / "animals.npz").read_bytes()).hexdigest() == SHA256


def test_there_are_125_classes_in_nine_styles():
    animals = load_animals("all")
    assert animals.rgba.shape == (125, 9, 40, 40, 4)
    assert animals.rgba.dtype == np.uint8
    assert len(animals.names) == len(animals.codes) == 125
    assert animals.styles == tuple(ARTISTS)


def test_no_two_classes_share_a_name():
    assert len(set(load_animals("all").names)) == 125


def test_alpha_is_multiplied_in_so_no_colour_exceeds_it():
    rgba = load_animals("all").rgba
    assert (rgba[..., :3] <= rgba[..., 3:]).all()


def test_every_drawing_has_something_on_it():
    assert load_animals("all").rgba[..., 3].max(axis=(2, 3)).min() > 200


@pytest.mark.parametrize("style", ARTISTS)
def test_the_attribution_names_every_style(style):
    assert f"| `{style}` |" in (FOLDER / "ATTRIBUTION.md").read_text("utf-8")


@pytest.mark.parametrize("licence", ["Apache-2.0", "CC-BY-4.0", "CC-BY-SA-4.0", "MIT", "OFL-1.1"])
def test_the_attribution_links_to_a_licence_that_is_there(licence):
    assert f"(licences/{licence}.txt)" in (FOLDER / "ATTRIBUTION.md").read_text("utf-8")
    assert len((FOLDER / "licences" / f"{licence}.txt").read_text("utf-8")) > 1000


# load_animals


def test_the_three_classes_are_seal_panda_and_duck():
    animals = load_animals()
    assert animals.names == ("seal", "panda", "duck")
    assert animals.codes == ("1F9AD", "1F43C", "1F986")


def test_classes_and_styles_come_in_the_order_asked_for():
    every, some = load_animals("all"), load_animals(("seal", "duck"), styles=("unifont", "noto"))
    for k, name in enumerate(("seal", "duck")):
        for s, style in enumerate(("unifont", "noto")):
            place = every.names.index(name), every.styles.index(style)
            assert np.array_equal(some.rgba[k, s], every.rgba[place])
    assert (some.names, some.styles) == (("seal", "duck"), ("unifont", "noto"))


def test_one_name_may_stand_without_a_tuple():
    assert load_animals("panda", styles="noto").rgba.shape == (1, 1, 40, 40, 4)


def test_writing_into_the_drawings_leaves_the_next_load_alone():
    load_animals().rgba[...] = 1
    assert load_animals().rgba.max() == 255


def test_labelled_pairs_each_drawing_with_its_class():
    animals = load_animals()
    rgba, y = animals.labelled()
    assert np.array_equal(rgba[11], animals.rgba[1, 2])
    assert y.tolist() == [0] * 9 + [1] * 9 + [2] * 9


def test_split_keeps_the_artist_out():
    others, held_out = load_animals().split(UNSEEN_ARTIST)
    assert others.styles == tuple(style for style in ARTISTS if style != "twemoji")
    assert held_out.styles == ("twemoji",)
    same = (others.rgba == held_out.rgba).all(axis=(2, 3, 4))
    assert not same.any()


def test_split_takes_several_styles():
    others, held_out = load_animals().split(("openmoji-black", "openmoji"))
    assert held_out.styles == ("openmoji-black", "openmoji")
    assert (others.rgba.shape[1], held_out.rgba.shape[1]) == (7, 2)


def test_both_sides_of_a_split_keep_names_and_codes():
    for side in load_animals().split("noto"):
        assert isinstance(side, Animals)
        assert (side.names, side.codes) == (load_animals().names, load_animals().codes)


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ({"classes": ("pandas",)}, ValueError, "no class 'pandas'; did you mean panda"),
        ({"classes": "hippo"}, ValueError, "did you mean hippopotamus"),
        ({"classes": "Prints"}, ValueError, "did you mean paw prints"),
        ({"classes": "xyzzy"}, ValueError, 'see load_animals\\("all"\\).names'),
        ({"classes": ("seal", "duck", "seal")}, ValueError, "'seal' came 2 times"),
        ({"classes": ()}, ValueError, "at least one class"),
        ({"classes": (3,)}, TypeError, "named by a string, got 3"),
        ({"styles": "apple"}, ValueError, "no style 'apple'; there are noto, noto-mono, twemoji"),
        ({"styles": ()}, ValueError, "at least one style"),
    ],
)
def test_a_wrong_request_is_told_what_there_is(asked, error, message):
    with pytest.raises(error, match=message):
        load_animals(**asked)


def test_a_split_that_leaves_nothing_is_refused():
    with pytest.raises(ValueError, match="no style is left"):
        load_animals(styles=("noto", "unifont")).split(("noto", "unifont"))


# render and augment


def plain_sample(picture, matrix, size):
    """The same points as `_sample`, one by one, from SciPy's interpolation; zero outside."""
    result = np.zeros((size, size, picture.shape[-1]))
    middle = (picture.shape[0] - 1) / 2
    for i in range(size):
        for j in range(size):
            point = np.array([(j + 0.5) / size - 0.5, (i + 0.5) / size - 0.5, 1.0])
            x, y = matrix @ point + middle
            for c in range(picture.shape[-1]):
                at = np.array([[y], [x]])
                result[i, j, c] = map_coordinates(picture[..., c], at, order=1, cval=0.0)[0]
    return result


def test_sampling_agrees_with_scipy_point_by_point():
    rgba, rng = spots(), np.random.default_rng(1)
    maps = _random_maps(rng, 2) * 40
    soft = _soften(rgba, 10)
    seen = _sample(soft, np.array([1, 0]), maps, 10)
    for k, drawing in enumerate((1, 0)):
        expected = plain_sample(soft[drawing].astype(float), maps[k], 10)
        np.testing.assert_allclose(seen[k], expected, atol=2e-5)


def test_at_full_size_render_is_the_drawing_on_white():
    rgba = spots()
    unmoved = rgba[..., :3] / 255 + (1 - rgba[..., 3:] / 255)
    np.testing.assert_allclose(render(rgba, size=40), unmoved, atol=1e-5)


def test_a_smaller_render_keeps_the_mean_colour(drawings):
    full, small = render(drawings, size=40), render(drawings, size=24)
    np.testing.assert_allclose(small.mean((1, 2)), full.mean((1, 2)), atol=0.02)


def test_a_thin_line_is_as_dark_wherever_it_runs():
    lines = np.zeros((30, 40, 40, 4), np.uint8)
    for k in range(30):
        lines[k, :, 5 + k, 3] = 255
    dark = (1 - render(lines, size=24)).sum((1, 2, 3))
    assert dark.min() > 0.75 * dark.max()


def still(monkeypatch, **ranges):
    """Set every range of the variations to nothing, save those named."""
    calm = {"TURN": 0, "ZOOM": 0, "SHIFT": 0, "CONTRAST": 0, "BRIGHTNESS": 0, "NOISE": 0}
    for name, value in (calm | {"DARKEST": 1} | ranges).items():
        monkeypatch.setattr(f"softmax_lib.data.variations.{name}", value)


def test_without_ranges_a_variation_is_the_render_or_its_mirror_image(monkeypatch):
    still(monkeypatch)
    rgba = spots()
    pictures = augment(rgba, np.random.default_rng(0), repeats=30, size=24)
    plain = np.repeat(render(rgba, size=24), 30, axis=0)
    same = np.isclose(pictures, plain, atol=1e-5).all((1, 2, 3))
    mirrored = np.isclose(pictures, plain[:, :, ::-1], atol=1e-5).all((1, 2, 3))
    assert (same ^ mirrored).all()
    assert 15 < same.sum() < 45


def dot(x, y):
    """One drawing: a black blot of 5×5 pixels with its middle at this column and row."""
    rgba = np.zeros((1, 40, 40, 4), np.uint8)
    rgba[0, y - 2 : y + 3, x - 2 : x + 3, 3] = 255
    return rgba


def blots(pictures):
    """The middle of the dark on each picture, (n, 2), as a share of the side from the middle."""
    dark = 1 - pictures.mean(axis=-1)
    at = (np.arange(dark.shape[1]) + 0.5) / dark.shape[1] - 0.5
    across, down = (dark.sum(1) * at).sum(1), (dark.sum(2) * at).sum(1)
    return np.stack([across, down], axis=-1) / dark.sum((1, 2))[:, None]


def test_a_turn_keeps_the_distance_and_stays_within_20_degrees(monkeypatch):
    still(monkeypatch, TURN=np.radians(20))
    pictures = augment(dot(20, 8), np.random.default_rng(0), repeats=200, size=40)
    across, down = blots(pictures).T
    np.testing.assert_allclose(np.hypot(across, down), 0.2878, atol=0.004)
    angles = np.degrees(np.arctan2(across, -down))
    assert 17 < np.abs(angles).max() < 23
    assert angles.min() < -15
    assert angles.max() > 15


def test_a_shift_stays_within_its_share_of_the_side_whatever_the_turn(monkeypatch):
    still(monkeypatch, SHIFT=0.1, TURN=np.radians(20))
    middle = blots(augment(dot(20, 20), np.random.default_rng(0), repeats=400, size=40))
    assert np.abs(middle).min(axis=1).max() > 0.09
    assert np.abs(middle).max() < 0.12
    np.testing.assert_allclose(middle.std(axis=0), 0.1 / np.sqrt(3), atol=0.005)


def test_a_zoom_changes_the_dark_area_by_at_most_its_square(monkeypatch):
    still(monkeypatch, ZOOM=np.log(1.2))
    pictures = augment(dot(20, 20), np.random.default_rng(0), repeats=200, size=40)
    area = (1 - pictures.mean(axis=-1)).sum((1, 2))
    assert 25 / 1.5 < area.min() < 25 / 1.3
    assert 25 * 1.3 < area.max() < 25 * 1.5


def test_paper_is_never_darker_than_the_ink_can_stand():
    clear = np.zeros((1, 40, 40, 4), np.uint8)
    pictures = augment(clear, np.random.default_rng(0), repeats=100, size=8)
    paper = pictures.mean((1, 2))
    assert 0.05 < paper.min() < 0.35
    assert paper.max() > 0.9
    assert np.abs(np.corrcoef(paper.T) - np.eye(3)).max() < 0.5


def test_the_paper_depends_on_the_seed(monkeypatch):
    still(monkeypatch, DARKEST=0)
    clear = np.zeros((1, 40, 40, 4), np.uint8)
    one, two = (augment(clear, np.random.default_rng(seed), repeats=50) for seed in (0, 1))
    assert np.abs(one - two).mean() > 0.2


def grey(share):
    """One opaque drawing of a single grey."""
    rgba = np.full((1, 40, 40, 4), 255, np.uint8)
    rgba[..., :3] = round(share * 255)
    return rgba


def middles(rgba, **options):
    """The middle quarter of the pictures, away from the paper around the drawing."""
    return augment(rgba, np.random.default_rng(0), size=24, **options)[:, 6:18, 6:18]


def test_contrast_stretches_about_the_middle_grey(monkeypatch):
    still(monkeypatch, CONTRAST=0.2)
    bright, dark = middles(grey(0.8), repeats=200), middles(grey(0.2), repeats=200)
    np.testing.assert_allclose(bright - 0.5, 0.5 - dark, atol=1e-5)
    np.testing.assert_allclose((bright.min(), bright.max()), (0.74, 0.86), atol=0.003)


def test_brightness_lifts_every_grey_alike(monkeypatch):
    still(monkeypatch, BRIGHTNESS=0.1)
    bright, dark = middles(grey(0.8), repeats=200), middles(grey(0.2), repeats=200)
    np.testing.assert_allclose(bright - dark, 0.6, atol=1e-5)
    np.testing.assert_allclose((bright.min(), bright.max()), (0.7, 0.9), atol=0.003)


def test_noise_differs_from_pixel_to_pixel_and_stays_in_its_range(monkeypatch):
    still(monkeypatch, NOISE=0.1)
    noise = middles(grey(0.4), repeats=20) - 0.4
    np.testing.assert_allclose((noise.min(), noise.max()), (-0.1, 0.1), atol=0.001)
    np.testing.assert_allclose(noise.std(axis=(1, 2)), 0.1 / np.sqrt(3), atol=0.02)


def test_the_ranges_are_those_the_quoted_accuracies_were_measured_with():
    turn, zoom = np.degrees(variations.TURN), np.exp(variations.ZOOM)
    np.testing.assert_allclose((turn, zoom, variations.SHIFT), (20, 1.2, 0.08))
    assert (variations.CONTRAST, variations.BRIGHTNESS) == (0.2, 0.1)
    assert (variations.NOISE, variations.DARKEST) == (0.08, 0.3)


def test_variation_j_of_drawing_i_is_picture_i_times_repeats_plus_j(monkeypatch):
    still(monkeypatch)
    rgba = np.zeros((3, 40, 40, 4), np.uint8)
    rgba[..., 3] = 255
    rgba[..., 0] = np.array([0, 100, 200])[:, None, None]
    pictures = augment(rgba, np.random.default_rng(0), repeats=4, size=8)
    red = pictures[:, 4, 4, 0] * 255
    np.testing.assert_allclose(red, np.repeat([0, 100, 200], 4), atol=1e-3)


def test_the_same_seed_gives_the_same_pictures(drawings):
    one, two = (augment(drawings, np.random.default_rng(5), repeats=3) for _ in range(2))
    assert np.array_equal(one, two)


def test_another_seed_gives_other_pictures(drawings):
    one, two = (augment(drawings, np.random.default_rng(seed), repeats=3) for seed in (5, 6))
    assert not np.isclose(one, two, atol=0.01).all((1, 2, 3)).any()


def test_no_two_variations_of_a_drawing_are_alike(drawings):
    pictures = augment(drawings[:1], np.random.default_rng(0), repeats=600, size=8)
    assert len(np.unique(pictures.reshape(600, -1), axis=0)) == 600


@EACH_EAGER
def test_every_library_gives_numpys_pictures_as_its_own_float32(kind, drawings):
    given = kind.array(drawings)
    pictures = augment(given, np.random.default_rng(3), repeats=2)
    expected = augment(drawings, np.random.default_rng(3), repeats=2)
    assert kind.same_kind(pictures, kind.array(expected, "float32"))
    np.testing.assert_allclose(kind.in_numpy(pictures), expected, atol=2e-5)


@EACH_EAGER
def test_every_library_renders_as_numpy_does(kind, drawings):
    pictures = render(kind.array(drawings))
    np.testing.assert_allclose(kind.in_numpy(pictures), render(drawings), atol=2e-5)


def test_pictures_are_float32_from_0_to_1(drawings):
    for pictures in (augment(drawings, np.random.default_rng(0), repeats=20), render(drawings)):
        assert pictures.dtype == np.float32
        assert pictures.shape[1:] == (24, 24, 3)
        assert 0 <= pictures.min() < 0.05
        assert 0.95 < pictures.max() <= 1


def test_the_drawings_are_not_written_to(drawings):
    before = drawings.copy()
    augment(drawings, np.random.default_rng(0), repeats=2)
    render(drawings)
    assert np.array_equal(drawings, before)


@pytest.mark.parametrize("rng", [0, None, np.random.RandomState(0), np.random])
def test_anything_but_a_generator_is_refused(rng, drawings):
    with pytest.raises(TypeError, match="rng is a generator such as numpy"):
        augment(drawings, rng)


@pytest.mark.parametrize("count", [0, -1, 2.5, None])
@pytest.mark.parametrize("name", ["repeats", "size"])
def test_a_count_that_counts_nothing_is_refused(name, count, drawings):
    with pytest.raises(ValueError, match=f"{name} is a positive integer, got {count!r}"):
        augment(drawings, np.random.default_rng(0), **{name: count})


def test_drawings_as_fractions_are_refused(drawings):
    with pytest.raises(TypeError, match="drawings are uint8, from 0 to 255 as in the file, got"):
        render(drawings / 255)


@pytest.mark.parametrize("shape", [(3, 9, 40, 40, 4), (40, 40, 4), (3, 40, 40, 3), (3, 40, 20, 4)])
def test_a_wrong_shape_is_named(shape):
    named = r"\(n, side, side, 4\), got \(" + ", ".join(map(str, shape))
    with pytest.raises(ValueError, match=named):
        render(np.zeros(shape, np.uint8))


def test_importing_the_data_loads_no_plotting_and_no_scipy():
    code = "import sys, softmax_lib.data; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded.isdisjoint({"matplotlib", "seaborn", "scipy", "pandas", "torch", "jax"})
    assert {"numpy", "array_api_compat"} <= loaded


# from pictures to rows


def test_a_row_holds_the_colours_and_then_the_distances_between_neighbours_colours():
    (picture,) = pictures = np.random.default_rng(0).random((1, 5, 5, 3))
    row = colours_and_outlines(pictures)[0]
    across = [dist(picture[i, j - 1], picture[i, j + 1]) for i in range(5) for j in (1, 2, 3)]
    down = [dist(picture[i - 1, j], picture[i + 1, j]) for i in (1, 2, 3) for j in range(5)]
    for part, expected in ((row[:75], picture.ravel()), (row[75:], np.array(across + down))):
        assert np.corrcoef(part, expected)[0, 1] == pytest.approx(1)
        assert part.mean() == pytest.approx(0, abs=1e-12)
        assert part.std() == pytest.approx(1 / 3)


def test_light_and_contrast_leave_no_trace_in_a_row():
    pictures = np.random.default_rng(0).random((4, 8, 8, 3))
    darker = colours_and_outlines(0.5 * pictures + 0.1)
    np.testing.assert_allclose(darker, colours_and_outlines(pictures), atol=1e-12)


def test_a_picture_of_one_colour_is_a_row_of_zeros():
    assert not colours_and_outlines(np.full((1, 6, 6, 3), 0.25)).any()


@EACH_EAGER
def test_every_library_makes_numpys_rows(kind, drawings):
    pictures = render(drawings, size=16)
    rows, expected = colours_and_outlines(kind.array(pictures)), colours_and_outlines(pictures)
    assert kind.same_kind(rows, kind.array(expected))
    np.testing.assert_allclose(kind.in_numpy(rows), expected, atol=1e-5)


@pytest.mark.parametrize(
    "shape", [(2, 768), (16, 16, 3), (2, 16, 16, 4), (2, 16, 8, 3), (0, 16, 16, 3)]
)
def test_what_is_no_picture_makes_no_row(shape):
    with pytest.raises(ValueError, match=r"shape \(n, side, side, 3\)"):
        colours_and_outlines(np.zeros(shape))


def test_whole_numbers_make_no_row_for_their_differences_would_wrap_around():
    with pytest.raises(TypeError, match="floats"):
        colours_and_outlines(np.zeros((1, 16, 16, 3), np.uint8))


def test_pictures_too_small_for_outlines_are_refused():
    with pytest.raises(ValueError, match="a side of 3 or more, got 2"):
        colours_and_outlines(np.zeros((1, 2, 2, 3)))
