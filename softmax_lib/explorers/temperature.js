// Lesson 09: a temperature moves the shares of fixed scores along one path, from the centre to a corner.
import { ANIMALS, circle, grip, rail, rect, ruler, spoken, text, through, title, triangle } from "./draw.js";
import { cornersAt, fixed, linear, onTriangle, significant } from "./scale.js";
import { ROW } from "./scores.js";
import { entropy, softmax } from "./softmax.js";
import { explorer } from "./view.js";

const MARKED = [0.05, 0.2, 1, 5, 50];
const [COLD, HOT] = [Math.log10(0.05), Math.log10(50)];

export function picture({ z, T }, width) {
  const beside = width >= 640;
  const p = softmax(z.map((score) => score / T));
  const first = ANIMALS.filter((_, k) => z[k] === Math.max(...z)).join(", ");
  const nats = entropy(p);
  const x = linear(COLD, HOT, 20, width - 96);
  const end = width - 54;
  const middle = beside ? width * 0.44 : width;
  const side = Math.min(middle - 90, 270);
  const ground = 186 + side * Math.sqrt(0.75);
  const [left, top] = beside ? [middle + 24, 126] : [8, ground + 48];
  return {
    height: Math.max(ground + 36, top + 236),
    marks: [
      title(8, 14, 1, "Drag the temperature T"),
      ...ruler(x, MARKED.map(Math.log10), 66, MARKED.map(String)),
      text(8, 104, "← colder, sharper", "quiet"),
      text(width - 8, 104, "hotter, flatter →", "quiet", "end"),
      ...rail(x, COLD, HOT, 52),
      ...grip(x(Math.log10(T)), 52),
      text(width - 8, 57, `T = ${significant(T)}`, "strong", "end"),
      title(8, 140, 2, "The shares, on their path"),
      ...journey(z, p, first, cornersAt((middle - side) / 2, ground, side)),
      title(left, top + 14, 3, `First at any T: ${first}`),
      ...bars(z, p, left, end, top + 44),
      title(left, top + 176, 4, `Entropy: ${fixed(nats)} nats`),
      rect(left, top + 192, end - left, 12, "field"),
      rect(left, top + 192, ((end - left) * nats) / Math.log(3), 12, "dot"),
      text(left, top + 222, "0: one is certain", "tick"),
      text(end, top + 222, "ln 3 = 1.099: all equal", "tick", "end"),
    ],
    places: { T: { x: 20, y: 52, width: width - 116 } },
    says: `T = ${significant(T)}. ${spoken(p)}. Entropy ${fixed(nats)} nats.`,
  };
}

/** Return the triangle, the path of softmax(z / T) from T → ∞ to T → 0, and the point of this T. */
function journey(z, p, first, corners) {
  const range = Math.max(...z) - Math.min(...z) || 1;
  const inverse = Array.from({ length: 181 }, (_, k) => 10 ** (k / 20 - 3) / range); // 1 / T
  const points = inverse.map((b) => onTriangle(softmax(z.map((score) => b * score)), corners));
  return [
    through(points),
    ...triangle(corners, ANIMALS.map((name) => (name === first ? `${name}, T → 0` : name))),
    text(points[0][0], points[0][1] + (/panda/.test(first) ? 28 : -16), "T → ∞", "quiet", "middle"),
    circle(...onTriangle(p, corners), 8, "dot"),
  ];
}

function bars(z, p, left, right, y) {
  const start = left + 112;
  return p.flatMap((share, k) => [
    text(left, y + k * ROW + 5, ANIMALS[k]),
    text(start - 10, y + k * ROW + 5, fixed(z[k], 2), "quiet", "end"),
    rect(start, y + k * ROW - 9, share * (right - start), 18, ANIMALS[k]),
    text(start + share * (right - start) + 8, y + k * ROW + 5, fixed(share), "strong"),
  ]);
}

export default explorer({
  label: "A temperature, the path of the shares, and their entropy",
  traits: ["z", "T"],
  picture,
  controls: [{
    name: "T", label: "temperature T",
    read: ({ T }) => ({ value: Math.log10(T), min: COLD, max: HOT, step: 0.05, text: significant(T) }),
    write: (_, value) => ({ T: Number((10 ** value).toPrecision(2)) }),
  }],
});
