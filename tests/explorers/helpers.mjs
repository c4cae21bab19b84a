// What the tests of the explorers share.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

// Python writes Infinity and NaN, which are not JSON; 1e999 is, and means the first of them.
const ALL = JSON.parse(readFileSync(process.env.EXPLORER_CASES, "utf-8").replaceAll("Infinity", "1e999").replaceAll("NaN", "null"));

/** Return the cases of that name, which tests/test_explorers.py computed with softmax_lib. */
export function cases(name) {
  assert.ok(ALL[name]?.length > 0, `no cases named ${name}`);
  return ALL[name];
}

/** Fail unless numbers, or rows of numbers, agree to 12 digits. */
export function near(seen, wanted) {
  const pairs = [seen].flat().map((value, k) => [value, [wanted].flat()[k]]);
  assert.equal(pairs.length, [wanted].flat().length);
  for (const [a, b] of pairs) assert.ok(Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(b)), `${a} is not ${b}`);
}

const words = (mark) => (typeof mark === "string" ? mark : mark.children.map(words).join(""));

/** Return all words of a picture, mark by mark. */
export const texts = (marks) => marks.filter((mark) => mark.tag === "text").map(words);

/** Fail unless each number of each mark is finite, and each handle lies inside the picture. */
function checkPlaces(picture, width) {
  const numbers = (mark) => Object.entries(mark.attrs).flatMap(([name, value]) =>
    typeof value === "number" || name === "d" ? [String(value)] : []);
  for (const mark of picture.marks) assert.doesNotMatch(numbers(mark).join(" "), /NaN|Infinity|undefined/);
  for (const [name, place] of Object.entries(picture.places)) {
    assert.ok(place.x >= 0 && place.x + place.width <= width + 0.01, `${name} leaves the picture`);
    assert.ok(place.y >= 0 && place.y <= picture.height, `${name} leaves the picture`);
  }
}

export const WIDTHS = [290, 400, 639, 640, 1000];

/** Test the picture of each case of that name at each width: its places, and what `check` asks of its words. */
export function testPictures(name, picture, title, check) {
  for (const { state, derived } of cases(name)) {
    for (const width of WIDTHS) {
      test(`${title(state)} at ${width} px`, () => {
        const shown = picture(state, width, state);
        checkPlaces(shown, width);
        check(texts(shown.marks), derived, state);
      });
    }
  }
}
