// Lesson 04: three scores, their exponentials, the sum, and the shares of one whole.
import { ANIMALS, line, rect, ruler, spoken, sup, text, title, whole } from "./draw.js";
import { fixed, linear, significant, ticks } from "./scale.js";
import { ROW, reach, scoreControls, scoreRows } from "./scores.js";
import { expBelowPeak, sigmoid, softmax, sum } from "./softmax.js";
import { explorer } from "./view.js";

export function picture({ z }, width, frame) {
  const wide = width >= 640;
  const p = softmax(z);
  const middle = wide ? width * 0.52 : width;
  const scores = scoreRows(z, reach(frame.z), [8, middle - 12], 44);
  const top = wide ? 0 : 5 * ROW + 40;
  const { e, total, marks } = exponentials(z, wide ? middle + 24 : 8, width - 8, top);
  const bottom = top + 5 * ROW + 44;
  const notes = width < 480 ? [] : e.map((value) => `${significant(value)} / ${significant(total)}`);
  return {
    height: bottom + (notes.length ? 106 : 88),
    marks: [
      title(8, 14, 1, "Drag the scores z"),
      ...scores.marks,
      ...marks,
      title(8, bottom + 14, 3, "Each divided by the sum: p"),
      ...whole(p, 8, width - 8, bottom + 28, notes),
    ],
    places: scores.places,
    says: `Probabilities: ${spoken(p)}.`,
  };
}

/** Return the exponentials, end to end, and their sum: of z, or of z − max z where those would be
 * huge or tiny. The axis zooms out smoothly as the sum grows. */
function exponentials(z, left, right, top) {
  const peak = Math.abs(Math.max(...z)) > 10 ? Math.max(...z) : 0;
  const e = peak ? expBelowPeak(z) : z.map(Math.exp);
  const total = sum(e);
  const high = total / (0.3 + 0.7 * sigmoid(Math.log(total) - 1.5));
  const scale = linear(0, high, left, right - 76);
  const starts = [0, e[0], e[0] + e[1]];
  const at = (k) => top + 44 + k * ROW;
  const bar = (k, row) => rect(scale(starts[k]), at(row) - 9, scale(e[k]) - left, 18, ANIMALS[k]);
  const rows = e.flatMap((value, k) => [
    line(scale(starts[k] + value), at(k) + 9, scale(starts[k] + value), at(3) - 9, "guide"),
    bar(k, k),
    bar(k, 3),
    text(scale(starts[k] + value) + 8, at(k) + 5, significant(value), "number"),
  ]);
  const power = peak ? `z ${peak > 0 ? "−" : "+"} ${fixed(Math.abs(peak), 2)}` : "z";
  return {
    e,
    total,
    marks: [
      title(left, top + 14, 2, ["Exponentials e", sup(power)]),
      ...(peak ? [text(left, at(3) + 37, "The largest score is taken off first; p stays.", "quiet")]
        : ruler(scale, ticks(0, high, 3), at(3) + 20)),
      ...rows,
      text(scale(total) + 8, at(3) + 5, `sum ${significant(total)}`, "strong"),
    ],
  };
}

export default explorer({
  label: "From three scores to probabilities", traits: ["z"], picture, controls: scoreControls(3),
});
