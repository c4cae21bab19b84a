// The picture of lesson 06: both rows of shares are softmax_lib's, and it is said where division is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fixed } from "../../softmax_lib/explorers/scale.js";
import { picture, verdict } from "../../softmax_lib/explorers/simplex.js";
import { divBySum, sum } from "../../softmax_lib/explorers/softmax.js";
import { testPictures, WIDTHS } from "./helpers.mjs";

testPictures("SimplexExplorer", picture, ({ z }) => `z = ${z}`, (seen, derived, state) => {
  for (const share of derived.p) assert.ok(seen.includes(fixed(share)), `${share}`);
  const finite = derived.shares.every(Number.isFinite);
  for (const share of derived.shares) assert.ok(seen.includes(finite ? fixed(share) : "none"), `${share}`);
  assert.equal(finite, sum(state.z) !== 0);
});

test("in words: where division puts the point, and why", () => {
  const said = (...z) => verdict(z, divBySum(z)).join(" | ").trim();
  assert.equal(said(0.25, 1.23, -0.8), "outside the triangle | Negative: duck.");
  assert.equal(said(-0.25, 1, -0.75), "no point | The sum is 0.");
  assert.equal(said(0.1, 0.9, 0.2), "inside, order kept |");
  assert.equal(said(0, 0.9, 0.1), "on the edge | Exactly 0: seal.");
  assert.equal(said(-1, -2, -3), "order reversed | The sum is negative.");
  assert.equal(said(1, 2, -4), "outside, order reversed | Negative: seal, panda. The sum is negative.");
  assert.equal(said(-1, -1, -1), "inside, order kept |");
});

test("every mark stays in the picture, also when the point runs away", () => {
  for (const z of [[0.1, 0.2, -0.3], [1, 2, -3.01], [3, -2, -1.001], [-4, 2, 1.99]]) {
    for (const width of WIDTHS) {
      const { marks, height } = picture({ z }, width, { z });
      for (const { attrs } of marks) {
        for (const name of ["x", "x1", "x2", "cx"]) assert.ok(!(attrs[name] < 0 || attrs[name] > width), `${name} ${attrs[name]}`);
        for (const name of ["y", "y1", "y2", "cy"]) assert.ok(!(attrs[name] < 0 || attrs[name] > height), `${name} ${attrs[name]}`);
      }
    }
  }
});
