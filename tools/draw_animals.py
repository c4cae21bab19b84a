# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy>=2.0", "pillow==13.0.0", "fonttools==4.68.0", "resvg-py==0.5.0"]
# ///
"""Draw softmax_lib/data/animals.npz from the artists' originals: `uv run tools/draw_animals.py`.

Only a contributor needs this. It wants npm, which brings nine packages into a temporary folder,
and Debian's fonts-unifont (or its unifont_upper.otf from elsewhere, named with --unifont). The
course itself never fetches anything. Same versions, same bytes: the test in tests/test_data.py
knows the file's sha256. (Another zlib may pack the same pictures into other bytes.)
"""

import argparse
import hashlib
import io
import json
import subprocess
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import resvg_py
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

RESULT = Path(__file__).resolve().parents[1] / "softmax_lib" / "data" / "animals.npz"
PACKAGES = (
    "@iconify-json/noto@1.2.9",
    "@iconify-json/twemoji@1.2.5",
    "@iconify-json/openmoji@1.2.29",
    "@iconify-json/fluent-emoji-flat@1.2.6",
    "@iconify-json/fluent-emoji-high-contrast@1.2.6",
    "@lobehub/fluent-emoji-3d@1.1.0",
    "@fontsource/noto-emoji@5.3.2",
    "openmoji@17.0.0",
    "unicode-emoji-json@0.9.0",  # not a style: it gives the classes and their English names
)
# where fonts-unifont 1:15.0.01-2 puts it
UNIFONT = Path("/usr/share/fonts/opentype/unifont/unifont_upper.otf")
FIRST, LAST = "1F435", "1F9A0"  # Unicode's chapter of animals: from "monkey face" to "microbe"
SIDE, MARGIN = 40, 1
WIDTH = 192  # an SVG is rendered this wide, then averaged down
EM = 128  # the height of a glyph
INK = "#111111"  # of drawings that leave the colour open
FAINT = 7  # of 255: what is no more opaque than this does not count as part of the drawing


def main():
    """Fetch the originals, draw every animal in every style, and write the file."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--to", type=Path, default=RESULT, metavar="FILE")
    options.add_argument("--unifont", type=Path, default=UNIFONT, metavar="FONT")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        quietly = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(["npm", "install", "--prefix", folder, *quietly, *PACKAGES], check=True)
        write(asked.to, drawn(Path(folder) / "node_modules", asked.unifont))
    print(hashlib.sha256(asked.to.read_bytes()).hexdigest(), asked.to)


def drawn(modules, unifont):
    """Return the arrays of animals.npz: only animals that every style has are in it."""
    styles = all_styles(modules, unifont)
    pictures, names, codes = [], [], []
    for code, name in chapter(modules):
        originals = [original(code) for original in styles.values()]
        if all(originals):
            pictures.append([fitted(image) for image in originals])
            names.append(name)
            codes.append(code)
    texts = {"names": names, "codes": codes, "sets": list(styles)}
    return {"rgba": np.array(pictures)} | {key: np.array(text) for key, text in texts.items()}


def chapter(modules):
    """Return code point and short English name of each animal, in Unicode's order."""
    emoji = json.loads((modules / "unicode-emoji-json" / "data-by-emoji.json").read_text("utf-8"))
    single = [(text.replace("\ufe0f", ""), entry["name"].lower()) for text, entry in emoji.items()]
    named = [(f"{ord(text):X}", name) for text, name in single if len(text) == 1]
    codes = [code for code, _ in named]
    return named[codes.index(FIRST) : codes.index(LAST) + 1]


def all_styles(modules, unifont):
    """Return, for each style, the function from a code point to its original picture, or None."""
    fonts = modules / "@fontsource" / "noto-emoji" / "files"
    return {
        "noto": icons(modules, "noto"),
        "noto-mono": glyphs(fonts / "noto-emoji-emoji-400-normal.woff"),
        "twemoji": icons(modules, "twemoji"),
        "openmoji": icons(modules, "openmoji"),
        "openmoji-black": svg_files(modules / "openmoji" / "black" / "svg"),
        "fluent-emoji-flat": icons(modules, "fluent-emoji-flat"),
        "fluent-emoji-high-contrast": icons(modules, "fluent-emoji-high-contrast"),
        "fluent-emoji-3d": bitmaps(modules / "@lobehub" / "fluent-emoji-3d" / "assets"),
        "unifont": glyphs(unifont),
    }


def icons(modules, style):
    """Return the originals of a set in Iconify's format: SVG bodies under English names."""
    package = modules / "@iconify-json" / style
    names = json.loads((package / "chars.json").read_text("utf-8"))
    icon_set = json.loads((package / "icons.json").read_text("utf-8"))

    def original(code):
        name = names.get(code.lower()) or names.get(f"{code.lower()}-fe0f")
        if name is None:
            return None
        icon = icon_set["icons"].get(name) or icon_set["icons"][icon_set["aliases"][name]["parent"]]
        width, height = (icon.get(key, icon_set.get(key, 16)) for key in ("width", "height"))
        head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        return rendered(f'{head} viewBox="0 0 {width} {height}" color="{INK}">{icon["body"]}</svg>')

    return original


def svg_files(folder):
    """Return the originals of a folder of SVG files named by code point."""

    def original(code):
        file = folder / f"{code}.svg"
        return rendered(file.read_text("utf-8")) if file.exists() else None

    return original


def bitmaps(folder):
    """Return the originals of a folder of WebP pictures named by code point."""

    def original(code):
        files = (folder / f"{code.lower()}{end}.webp" for end in ("", "-fe0f"))
        return next((Image.open(file).convert("RGBA") for file in files if file.exists()), None)

    return original


def glyphs(file):
    """Return the originals of a font."""
    font, characters = ImageFont.truetype(file, EM), TTFont(file).getBestCmap()

    def original(code):
        if int(code, 16) not in characters:
            return None
        alpha = Image.new("L", (2 * EM, 2 * EM))
        ImageDraw.Draw(alpha).text((EM // 4, EM // 4), chr(int(code, 16)), font=font, fill=255)
        image = Image.new("RGBA", alpha.size, INK)
        image.putalpha(alpha)
        return image

    return original


def rendered(svg):
    """Return the picture that an SVG describes."""
    png = resvg_py.svg_to_bytes(svg_string=svg, width=WIDTH)
    return Image.open(io.BytesIO(bytes(png))).convert("RGBA")


def fitted(image):
    """Return the picture cut to what is drawn, averaged down to the square, alpha multiplied in."""
    pixels = np.asarray(image)
    rows, columns = np.nonzero(pixels[..., 3] > FAINT)
    pixels = pixels[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    pixels = pixels.astype(np.float32) / 255
    pixels[..., :3] *= pixels[..., 3:]
    longest = max(pixels.shape[:2])
    h, w = (max(1, round((SIDE - 2 * MARGIN) * side / longest)) for side in pixels.shape[:2])
    layers = [Image.fromarray(layer) for layer in np.moveaxis(pixels, -1, 0)]
    layers = [layer.resize((w, h), Image.Resampling.BOX) for layer in layers]
    top, left = (SIDE - h) // 2, (SIDE - w) // 2
    square = np.zeros((SIDE, SIDE, 4), np.uint8)
    square[top : top + h, left : left + w] = np.floor(np.stack(layers, axis=-1) * 255 + 0.5)
    return square


def write(path, arrays):
    """Write an .npz whose bytes depend on nothing but the arrays: no time of day, no pickles."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, array in arrays.items():
            data = io.BytesIO()
            np.lib.format.write_array(data, array, allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            file.writestr(entry, data.getvalue(), zipfile.ZIP_DEFLATED, compresslevel=9)


if __name__ == "__main__":
    main()
