// The picture of lesson 09: shares and entropy are softmax_lib's, and the path ends at its two ends.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fixed } from "../../softmax_lib/explorers/scale.js";
import { picture } from "../../softmax_lib/explorers/temperature.js";
import { entropy } from "../../softmax_lib/explorers/softmax.js";
import { near, testPictures, texts } from "./helpers.mjs";

testPictures("TemperatureExplorer", picture, ({ z, T }) => `z = ${z}, T = ${T}`, (seen, derived) => {
  for (const share of derived.p) assert.ok(seen.includes(fixed(share)), `${share}`);
  near(entropy(derived.p), derived.entropy);
  assert.ok(seen.some((words) => words.endsWith(`Entropy: ${fixed(derived.entropy)} nats`)));
});

test("the leader is the same at every temperature, and a tie stays one", () => {
  const said = (z, T) => texts(picture({ z, T }, 640).marks).find((words) => words.includes("First"));
  for (const T of [0.05, 1, 50]) {
    assert.match(said([0.25, 1.23, -0.8], T), /any T: panda$/);
    assert.match(said([1, 1, 0], T), /any T: seal, panda$/);
  }
});

test("the path goes from the centre to the leader's corner", () => {
  const { marks } = picture({ z: [0.25, 1.23, -0.8], T: 1 }, 400);
  const numbers = (mark) => mark.attrs.d.match(/-?[\d.]+/g).map(Number);
  const path = numbers(marks.find((mark) => mark.attrs.class === "curve"));
  const [ax, ay, bx, by, cx, cy] = numbers(marks.find((mark) => mark.attrs.class === "edge"));
  for (const [seen, wanted] of [[path[0], (ax + bx + cx) / 3], [path[1], (ay + by + cy) / 3], [path.at(-2), bx], [path.at(-1), by]]) {
    assert.ok(Math.abs(seen - wanted) < 1, `${seen} is not ${wanted}`);
  }
});
