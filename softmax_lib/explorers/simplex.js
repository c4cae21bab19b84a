// Lesson 06: on the map of all shares, where softmax puts three scores, and where division does.
import { ANIMALS, circle, line, path, rect, spoken, text, title, triangle } from "./draw.js";
import { clamp, cornersAt, fixed, onTriangle, significant } from "./scale.js";
import { reach, scoreControls, scoreRows } from "./scores.js";
import { divBySum, softmax, sum } from "./softmax.js";
import { explorer } from "./view.js";

export function picture({ z }, width, frame) {
  const wide = width >= 640;
  const [p, shares, total] = [softmax(z), divBySum(z), sum(z)];
  const end = (wide ? width * 0.48 : width) - 12;
  const scores = scoreRows(z, reach(frame.z), [8, end], 44, 4);
  const [left, top] = wide ? [end + 44, 0] : [8, 262];
  const bottom = wide ? 262 : top + 430;
  const [where, why] = verdict(z, shares);
  return {
    height: Math.max(bottom + 112, top + 412),
    marks: [
      title(8, 14, 1, "Drag the scores z"),
      text(8, 157, "sum"),
      text(end, 157, (Math.abs(total) < 0.005 ? significant : fixed)(total, 2), "strong", "end"),
      ...scores.marks,
      title(left, top + 14, 2, `Division: ${where}`),
      text(left, top + 36, why, "quiet"),
      ...map(z, p, shares, [left, width - 8, top + 48, top + 372]),
      text((left + width - 8) / 2, top + 404, "Shaded: the order of the scores", "quiet", "middle"),
      title(8, bottom + 14, 3, "The shares"),
      ...[["", "softmax", "division"], ...ANIMALS.map((name, k) => [name, number(p[k]), number(shares[k])])].flatMap(
        (cells, n) => cells.map((cell, k) =>
          text([8, end - 110, end][k], bottom + 14 + 28 * n, cell, n ? "" : "quiet", k ? "end" : "start"))),
    ],
    places: scores.places,
    says: `Division: ${where}. ${why} Softmax: ${spoken(p)}. Division: ${shares.map(number).join(", ")}.`,
  };
}

const number = (share) => (Number.isFinite(share) ? fixed(share) : "none");

/** Return in words where division puts the point, and why. */
export function verdict(z, shares) {
  if (!shares.every(Number.isFinite)) return ["no point", "The sum is 0."];
  const names = (holds) => ANIMALS.filter((_, k) => holds(shares[k])).join(", ");
  const [negative, none] = [names((share) => share < 0), names((share) => share === 0)];
  const reversed = sum(z) < 0 && Math.min(...z) < Math.max(...z);
  const why = negative ? `Negative: ${negative}. ` : none ? `Exactly 0: ${none}. ` : "";
  if (reversed) return [`${negative ? "outside, " : ""}order reversed`, `${why}The sum is negative.`];
  return [negative ? "outside the triangle" : none ? "on the edge" : "inside, order kept", why];
}

/** Return the triangle, the sixth of it that has the order of the scores, and the two points. */
function map(z, p, shares, [left, right, top, bottom]) {
  const side = (bottom - top) / 2.1;
  const corners = cornersAt((left + right - side) / 2, bottom - 0.45 * side, side);
  const at = (weights) => onTriangle(divBySum(weights), corners);
  const halves = [at([0, 1, 1]), at([1, 0, 1]), at([1, 1, 0])];
  const [first, , last] = [0, 1, 2].sort((a, b) => z[b] - z[a]);
  const [soft, division] = [at(p), onTriangle(shares, corners)];
  const turn = division[0] < soft[0] ? -1 : 1;
  return [
    path(`M${[at([1, 1, 1]), corners[first], halves[last]].join("L")}z`, "field"),
    ...corners.map((corner, k) => line(...corner, ...halves[k], "hair")),
    ...triangle(corners),
    ...(division.every(Number.isFinite) ? way(soft, division, turn, [left, right, top, bottom - 20]) : []),
    circle(...soft, 7, "dot"),
    beside(soft, "softmax", -turn),
  ];
}

const beside = ([x, y], words, turn) => text(x + 14 * turn, y + 5, words, "shape", turn < 0 ? "end" : "start");

/** Return the way from softmax's point to division's, or the arrow to where it leaves the picture. */
function way([ax, ay], [bx, by], turn, [left, right, top, bottom]) {
  const part = (from, to, low, high) => (clamp(to, low, high) - from) / (to - from) || 1;
  const seen = Math.min(part(ax, bx, left, right), part(ay, by, top, bottom));
  const [x, y] = [ax + seen * (bx - ax), ay + seen * (by - ay)];
  const [dx, dy] = [bx - ax, by - ay].map((move) => (12 * move) / Math.hypot(bx - ax, by - ay));
  const out = seen < 1;
  const inwards = out || Math.min(x - left, right - x) < 72;
  return [
    line(ax, ay, x, y, "rail guide"),
    out ? path(`M${x},${y}l${-dx - dy / 2},${dx / 2 - dy}l${dy},${-dx}z`, "dot") : rect(x - 6, y - 6, 12, 12, "hollow"),
    beside([x, inwards ? y + 20 : y], out ? "division, far off" : "division", inwards ? -turn : turn),
  ];
}

export default explorer({
  label: "Softmax and division by the sum, on one map", traits: ["z"], picture, controls: scoreControls(3),
});
