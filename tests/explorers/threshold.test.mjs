// The picture of lesson 02: the answers are softmax_lib's, also exactly at the threshold.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fixed } from "../../softmax_lib/explorers/scale.js";
import { picture, score } from "../../softmax_lib/explorers/threshold.js";
import { cases, near, testPictures } from "./helpers.mjs";

const count = (words, wanted) => words.filter((word) => word === wanted).length;

testPictures("ThresholdExplorer", picture, ({ threshold, x }) => `T = ${threshold}, x = ${x}`, (seen, derived, state) => {
  const yes = derived.decisions.filter(Boolean).length;
  assert.ok(seen.some((words) => words.endsWith(`p > T: ${yes} yes, ${8 - yes} no`)));
  assert.equal(count(seen, "yes"), yes + 1); // one beside the curve
  assert.equal(count(seen, "no"), 8 - yes + 1);
  for (const share of derived.p) assert.ok(seen.includes(fixed(share)), `${share}`);
  for (const x of state.x) assert.ok(seen.includes(fixed(x, 2)), `${x}`);
  if (Number.isFinite(derived.score)) assert.ok(seen.includes(`score ${fixed(derived.score, 2)}`));
});

for (const { state, derived } of cases("ThresholdExplorer")) {
  if (Number.isFinite(derived.score)) {
    test(`the score of T = ${state.threshold}`, () => near(score(state.threshold), derived.score));
  }
}

test("thresholds 0 and 1 lie at no finite score", () => {
  assert.deepEqual([0, 1].map(score), [-Infinity, Infinity]);
});
