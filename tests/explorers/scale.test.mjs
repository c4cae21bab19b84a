// From numbers to places and words: numbers as Python formats them, axes, the triangle.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  cornersAt, fixed, linear, onTriangle, roundUp, significant, snap, spread, ticks,
} from "../../softmax_lib/explorers/scale.js";
import { cases, near } from "./helpers.mjs";

for (const { value, digits, text } of cases("format")) {
  test(`${value} with ${digits} digits is ${text}, as in Python`, () => assert.equal(fixed(value, digits), text));
}

test("no minus sign on what rounds to zero", () => assert.equal(fixed(-0.0001), "0.000"));

test("three digits that count", () => {
  const seen = [148.41, 20.09, 3.42, 0.449, 0.00674, 4.54e-5, 0].map(significant);
  assert.deepEqual(seen, ["148", "20.1", "3.42", "0.449", "0.00674", "4.54 × 10⁻⁵", "0"]);
});

test("a scale goes through both ends", () => {
  const scale = linear(-5, 5, 100, 300);
  assert.deepEqual([-5, 0, 5].map(scale), [100, 200, 300]);
});

test("round numbers above", () => {
  assert.deepEqual([5, 5.1, 999, 0.03, 1].map(roundUp), [5, 10, 1000, 0.05, 1]);
});

test("ticks are round, and inside", () => {
  assert.deepEqual(ticks(-5, 5, 2), [-5, 0, 5]);
  assert.deepEqual(ticks(0, 1, 5), [0, 0.2, 0.4, 0.6, 0.8, 1]);
});

test("snapping leaves no dust", () => assert.equal(snap(0.3000000004, 0.1), 0.3));

test("labels are pushed apart, in order and inside", () => {
  assert.deepEqual(spread([10, 12, 200], [40, 40, 40], 0, 210), [20, 60, 190]);
});

test("the triangle has equal sides, and a share of one is its corner", () => {
  const corners = cornersAt(10, 100, 50);
  for (const k of [0, 1, 2]) {
    const [a, b] = [corners[k], corners[(k + 1) % 3]];
    near(Math.hypot(a[0] - b[0], a[1] - b[1]), 50);
    near(onTriangle([0, 1, 2].map((other) => Number(other === k)), corners), corners[k]);
  }
});
