// The picture of lesson 04: the numbers on it are softmax_lib's, and every handle has its place.
import assert from "node:assert/strict";
import { test } from "node:test";
import { picture } from "../../softmax_lib/explorers/logits.js";
import { fixed } from "../../softmax_lib/explorers/scale.js";
import { scoreControls } from "../../softmax_lib/explorers/scores.js";
import { softmax } from "../../softmax_lib/explorers/softmax.js";
import { near, testPictures } from "./helpers.mjs";

testPictures("LogitsExplorer", picture, ({ z }) => `z = ${z}`, (seen, derived, state) => {
  for (const share of derived.p) assert.ok(seen.some((words) => words.endsWith(fixed(share))), `${share}`);
  for (const score of state.z) assert.ok(seen.includes(fixed(score, 2)), `${score}`);
});

test("shift all leaves p still, and stops where a score meets the end of its axis", () => {
  const all = scoreControls(3).at(-1);
  const state = { z: [0.25, 1.23, -0.8] };
  const moved = all.write(state, 5, state).z;
  assert.equal(Math.max(...moved), 5);
  near(softmax(moved), softmax(state.z));
});

test("a score that is dragged leaves the others alone", () => {
  const state = { z: [0.25, 1.23, -0.8] };
  assert.deepEqual(scoreControls(3)[1].write(state, 2, state).z, [0.25, 2, -0.8]);
});
