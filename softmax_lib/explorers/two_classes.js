// Lesson 07: two scores, their one difference, its sigmoid, and softmax of both: the same number.
import { circle, line, path, sigmoidCurve, text, title, whole } from "./draw.js";
import { fixed, linear } from "./scale.js";
import { ROW, reach, scoreControls, scoreRows } from "./scores.js";
import { sigmoid, softmax } from "./softmax.js";
import { explorer } from "./view.js";

export function picture({ z }, width, frame) {
  const wide = width >= 640;
  const limit = reach(frame.z);
  const p = softmax(z);
  const middle = wide ? width * 0.52 : width;
  const scores = scoreRows(z, limit, [8, middle - 12], 44, 3);
  const top = wide ? 0 : 5 * ROW + 40;
  const bottom = top + 5 * ROW + 44;
  return {
    height: bottom + 88,
    marks: [
      title(8, 14, 1, "Drag the two scores"),
      ...difference(z, scores.scale, [8, middle - 12]),
      ...scores.marks,
      ...curve(z[0] - z[1], 2 * limit, [wide ? middle + 24 : 8, width - 8], top),
      title(8, bottom + 14, 3, `Softmax of both: also ${fixed(p[0])}`),
      ...whole(p, 8, width - 8, bottom + 28),
    ],
    places: scores.places,
    says: `The difference is ${fixed(z[0] - z[1], 2)}. Its sigmoid and the seal's share are ${fixed(p[0])}.`,
  };
}

/** Return the distance from the panda's score to the seal's, as an arrow below the two. */
function difference([a, b], scale, [left, right]) {
  const y = 44 + 2 * ROW;
  const [from, to] = [scale(b), scale(a)];
  const side = Math.sign(to - from) * Math.min(7, Math.abs(to - from));
  return [
    line(to, 44, to, y + 8, "guide"),
    line(from, 44 + ROW, from, y + 8, "guide"),
    path(`M${from},${y}H${to}m${-side},-4l${side},4l${-side},4`, "curve"),
    text(left, y + 5, "difference"),
    text(right, y + 5, fixed(a - b, 2), "strong", "end"),
  ];
}

/** Return the sigmoid from −limit to limit, with the point of this difference. */
function curve(difference, limit, [left, right], top) {
  const [low, high] = [top + 44 + 3 * ROW + 8, top + 40];
  const x = linear(-limit, limit, left + 30, right - 12);
  const y = linear(0, 1, low, high);
  const [atX, atY] = [x(difference), y(sigmoid(difference))];
  return [
    title(left, top + 14, 2, `Sigmoid of the difference: ${fixed(sigmoid(difference))}`),
    ...sigmoidCurve(x, y, limit),
    line(atX, low, atX, atY, "guide"),
    line(left + 30, atY, atX, atY, "guide"),
    circle(atX, atY, 6, "shape seal"),
  ];
}

export default explorer({
  label: "Two scores, their difference, and its sigmoid", traits: ["z"], picture, controls: scoreControls(2),
});
