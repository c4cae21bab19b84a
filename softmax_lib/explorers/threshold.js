// Lesson 02: a threshold on the sigmoid, its place among the scores, and examples decided by it.
import { circle, grip, line, rect, shape, sigmoidCurve, text, title } from "./draw.js";
import { clamp, fixed, linear } from "./scale.js";
import { reach } from "./scores.js";
import { explorer } from "./view.js";

const [LOW, HIGH] = [236, 46]; // where p is 0, and where it is 1

export function picture(state, width) {
  const [right, left, top] = width < 640 ? [width, 8, 306] : [width * 0.64, width * 0.64 + 32, 14];
  const T = fixed(state.threshold);
  const cut = score(state.threshold);
  const at = Number.isFinite(cut) ? fixed(cut, 2) : cut < 0 ? "−∞" : "∞";
  const yes = state.p.filter((p) => p > state.threshold).length;
  const counts = `${yes} yes, ${state.p.length - yes} no`;
  const bottom = width < 640 ? 556 : 304;
  return {
    height: bottom + 32,
    marks: [
      title(8, 14, 1, `Drag the threshold: T = ${T}`),
      ...curve(state, cut, at, right),
      title(left, top, 2, `p > T: ${counts}`),
      ...examples(state, linear(0, 1, left, width - 8), top + 24),
      text(8, bottom, `p > ${T} means score > ${at}.`, "strong"),
      text(8, bottom + 20, "T moves the answers; scores and p stay.", "quiet"),
    ],
    places: { threshold: { x: 50, y: HIGH, width: 0, height: LOW - HIGH } },
    says: `Threshold ${T}, at score ${at}: ${counts}.`,
  };
}

/** Return the score at which the sigmoid crosses the threshold. */
export const score = (threshold) => Math.log(threshold) - Math.log1p(-threshold);

/** Return the curve with the examples on it; above T, and so right of its score, is tinted. */
function curve({ threshold, x, p }, cut, at, right) {
  const limit = reach(x);
  const end = right - 42;
  const [across, up] = [linear(-limit, limit, 50, end), linear(0, 1, LOW, HIGH)];
  const [turn, level] = [clamp(across(cut), 50, end), up(threshold)];
  return [
    rect(turn, HIGH, end - turn, level - HIGH, "tint"),
    ...sigmoidCurve(across, up, limit, 18),
    text(32, HIGH - 12, "p", "tick", "end"),
    line(50, LOW, 50, HIGH, "rail"),
    line(50, level, end, level, "mark"),
    line(turn, LOW + 4, turn, HIGH, "mark guide"),
    text(clamp(turn, 50, end - 20), LOW + 38, `score ${at}`, "strong", "middle"),
    text(end + 16, level - 7, "yes"),
    text(end + 16, level + 16, "no"),
    ...x.map((score, k) => answer(p[k] > threshold, across(score), up(p[k]))),
    ...grip(50, level, true),
  ];
}

/** Return the mark of an answer: yes is the panda's square, no a hollow circle. */
const answer = (yes, x, y) => (yes ? shape(1, x, y, 6) : circle(x, y, 5.5, "grip"));

/** Return a row for each example: its score, its p, and the answer. */
function examples({ threshold, x, p }, column, top) {
  const row = (y, score, share, classes) =>
    [text(column(0.28), y, score, classes, "end"), text(column(0.6), y, share, classes, "end")];
  const rows = x.flatMap((score, k) => {
    const [y, yes] = [top + 24 + k * 24, p[k] > threshold];
    const word = text(column(0.76) + 14, y, yes ? "yes" : "no", yes ? "strong" : "");
    return [...row(y, fixed(score, 2), fixed(p[k])), answer(yes, column(0.76), y - 4.5), word];
  });
  return [...row(top, "score", "p", "quiet"), ...rows];
}

export default explorer({
  label: "A threshold on the sigmoid",
  traits: ["threshold", "x", "p"],
  picture,
  controls: [{
    name: "threshold",
    label: "threshold T on p",
    read: ({ threshold }) => ({ value: threshold, min: 0, max: 1, step: 0.01, text: fixed(threshold) }),
    write: (_, threshold) => ({ threshold }),
  }],
});
