// The picture of lesson 10: all weights and their means are softmax_lib's, for every length.
import assert from "node:assert/strict";
import { test } from "node:test";
import { picture } from "../../softmax_lib/explorers/attention.js";
import { fixed } from "../../softmax_lib/explorers/scale.js";
import { testPictures } from "./helpers.mjs";

const mean = (map) => map.reduce((total, row) => total + Math.max(...row), 0) / map.length;

testPictures("AttentionExplorer", picture, ({ d }) => `d = ${d}`, (seen, derived) => {
  const cells = seen.filter((words) => /^\d\.\d\d$/.test(words));
  const wanted = [derived.unscaled, derived.weights].flat(2).map((weight) => fixed(weight, 2));
  assert.deepEqual(cells, wanted);
  for (const map of [derived.unscaled, derived.weights]) {
    assert.ok(seen.includes(`mean largest weight ${fixed(mean(map))}`));
  }
});
