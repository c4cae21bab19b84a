// The mathematics in the browser against softmax_lib: the cases come from tests/test_explorers.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { divBySum, entropy, sigmoid, softmax } from "../../softmax_lib/explorers/softmax.js";
import { cases, near } from "./helpers.mjs";

for (const { z, p, nats, shares } of cases("functions")) {
  test(`softmax and its relatives of ${z} are those of softmax_lib`, () => {
    near(softmax(z), p);
    near(entropy(p), nats);
    if (shares) near(divBySum(z), shares);
  });
}

for (const { x, p } of cases("sigmoid")) {
  test(`sigmoid(${x}) is that of softmax_lib`, () => near(sigmoid(x), p));
}

test("equal scores of 1000 share evenly", () => assert.deepEqual(softmax([1000, 1000]), [0.5, 0.5]));
