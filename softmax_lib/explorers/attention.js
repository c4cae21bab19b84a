// Lesson 10: the same random queries and keys, longer and longer; softmax without √d and with it.
import { grip, rail, rect, ruler, text, title } from "./draw.js";
import { clamp, fixed, linear } from "./scale.js";
import { softmax, sum } from "./softmax.js";
import { explorer } from "./view.js";

export function picture({ d, words, all_scores }, width) {
  const beside = width >= 480;
  const across = beside ? width / 2 : width;
  const cell = (across - 62) / 6;
  const high = clamp(0.6 * cell, 26, 40);
  const tall = 6 * high + 88;
  const maps = [1, Math.sqrt(d)].map((root) =>
    all_scores[Math.log2(d)].map((row) => softmax(row.map((score) => score / root))));
  const means = maps.map((map) => fixed(sum(map.map((row) => Math.max(...row))) / map.length));
  const draw = (k, left, top) => [
    title(left + 8, top + 14, k + 2, `Softmax of ${["q·k", "q·k / √d"][k]}`),
    ...table(maps[k], words, left + 54, top + 44, cell, high),
    text(left + 54, top + 66 + 6 * high, `mean largest weight ${means[k]}`, "strong"),
  ];
  const x = linear(0, 10, 24, width - 24);
  const bottom = 100 + (beside ? tall : 2 * tall);
  return {
    height: bottom + 20,
    marks: [
      title(8, 14, 1, `Drag d, length of q and k: ${d}`),
      ...rail(x, 0, 10, 44),
      ...ruler(x, [...all_scores.keys()], 64, all_scores.map((_, n) => (n % 2 ? "" : String(2 ** n)))),
      ...grip(x(Math.log2(d)), 44),
      ...draw(0, 0, 100),
      ...(beside ? draw(1, across, 100) : draw(1, 0, 100 + tall)),
      text(8, bottom + 10, "Rows ask columns; q and k are random.", "quiet"),
    ],
    places: { d: { x: x(0), y: 44, width: x(10) - x(0) } },
    says: `d = ${d}. Mean largest weight: ${means[0]} without √d, ${means[1]} with √d.`,
  };
}

/** Return weights as cells, the darker the larger; the largest one of each row is bold. */
function table(map, words, left, top, width, height) {
  const [x, y] = [linear(0, 1, left, left + width), linear(0, 1, top, top + height)];
  return map.flatMap((row, n) => [
    text(x(n + 0.5), top - 7, words[n], "tick", "middle"),
    text(left - 8, y(n + 0.5) + 4, words[n], "tick", "end"),
    ...row.flatMap((weight, k) => {
      const cell = rect(x(k), y(n), width, height, "cell");
      cell.attrs["fill-opacity"] = 0.85 * weight; // so that the page's ink is readable on all of them
      const classes = weight === Math.max(...row) ? "strong" : "";
      return [cell, text(x(k + 0.5), y(n + 0.5) + 4.5, fixed(weight, 2), classes, "middle")];
    }),
  ]);
}

export default explorer({
  label: "Attention among six words, without √d and with √d",
  traits: ["d", "words", "all_scores"],
  picture,
  controls: [{
    name: "d",
    label: "length d of queries and keys",
    read: ({ d }) => ({ value: Math.log2(d), min: 0, max: 10, step: 1, text: String(d) }),
    write: (_, value) => ({ d: 2 ** Math.round(value) }),
  }],
});
