// The picture of lesson 07: sigmoid of the difference and softmax of both are one number.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fixed } from "../../softmax_lib/explorers/scale.js";
import { picture } from "../../softmax_lib/explorers/two_classes.js";
import { cases, checkPlaces, texts, WIDTHS } from "./helpers.mjs";

for (const { state, derived } of cases("TwoClassesExplorer")) {
  for (const width of WIDTHS) {
    test(`z = ${state.z} at ${width} px`, () => {
      const shown = picture(state, width, state);
      const seen = texts(shown.marks);
      checkPlaces(shown, width);
      assert.ok(seen.includes(fixed(derived.difference, 2)));
      assert.ok(seen.some((words) => words.endsWith(`Sigmoid of the difference: ${fixed(derived.p[0])}`)));
      assert.ok(seen.some((words) => words.endsWith(`Softmax of both: also ${fixed(derived.p[0])}`)));
      for (const share of derived.p) assert.ok(seen.some((words) => words.endsWith(fixed(share))));
    });
  }
}
