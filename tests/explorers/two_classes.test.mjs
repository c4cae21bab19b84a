// The picture of lesson 07: sigmoid of the difference and softmax of both are one number.
import assert from "node:assert/strict";
import { fixed } from "../../softmax_lib/explorers/scale.js";
import { picture } from "../../softmax_lib/explorers/two_classes.js";
import { testPictures } from "./helpers.mjs";

testPictures("TwoClassesExplorer", picture, ({ z }) => `z = ${z}`, (seen, derived) => {
  assert.ok(seen.includes(fixed(derived.difference, 2)));
  assert.ok(seen.some((words) => words.endsWith(`Sigmoid of the difference: ${fixed(derived.p[0])}`)));
  assert.ok(seen.some((words) => words.endsWith(`Softmax of both: also ${fixed(derived.p[0])}`)));
  for (const share of derived.p) assert.ok(seen.some((words) => words.endsWith(fixed(share))));
});
