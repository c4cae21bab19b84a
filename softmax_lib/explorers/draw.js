// Pictures as plain values: each mark is { tag, attrs, children }, and `paint` brings them on screen.
// So a picture is a function of its numbers, and tests read it without a browser.
import { fixed, linear, spread, ticks } from "./scale.js";
import { sigmoid, sum } from "./softmax.js";

export const ANIMALS = ["seal", "panda", "duck"];
export const spoken = (p) => ANIMALS.map((name, k) => `${name} ${fixed(p[k])}`).join(", ");

const mark = (tag, classes, attrs, children = []) => ({ tag, attrs: { class: classes, ...attrs }, children });

export const line = (x1, y1, x2, y2, classes = "thin") => mark("line", classes, { x1, y1, x2, y2 });
export const rect = (x, y, width, height, classes) =>
  mark("rect", classes, { x, y, width: Math.max(width, 0), height });
export const circle = (cx, cy, r, classes) => mark("circle", classes, { cx, cy, r });
export const path = (d, classes) => mark("path", classes, { d });
export const through = (points) => path(`M${points.map((at) => at.map((place) => place.toFixed(1))).join("L")}`, "curve");

/** Return words at a place; `anchor` is start, middle or end; a part made by `sup` stands higher. */
export function text(x, y, words, classes = "", anchor = "start") {
  return mark("text", classes, { x, y, "text-anchor": anchor }, [words].flat());
}

export const sup = (words) => mark("tspan", "sup", { dy: "-0.45em" }, [words]);

/** Return the title of a part of the picture: its number in the reading order, and what it is. */
export function title(x, y, number, words) {
  return text(x, y, [mark("tspan", "quiet", {}, [`${number}  `]), ...[words].flat()], "title");
}

/** Return the shape of an animal: a circle, a square, a triangle, so that colour is not alone. */
export function shape(k, x, y, size) {
  const [a, b] = [size * 0.9, size * 1.15];
  const outline = [
    `M${x - size},${y}a${size},${size} 0 1 0 ${2 * size},0a${size},${size} 0 1 0 ${-2 * size},0z`,
    `M${x - a},${y - a}h${2 * a}v${2 * a}h${-2 * a}z`,
    `M${x},${y - b}l${b},${b * 1.85}h${-2 * b}z`,
  ][k];
  return path(outline, `shape ${ANIMALS[k]}`);
}

/** Return a handle that is no animal: it lies on its line, or stands on an upright one. */
export function grip(x, y, upright = false) {
  const [width, height, sign] = upright ? [18, 30, "↕"] : [30, 18, "↔"];
  return [
    rect(x - width / 2, y - height / 2, width, height, "grip"),
    text(x, y + 4.5, sign, "grip-sign", "middle"),
  ];
}

/** Return the axis of a row of handles: a thin line, with a short one across at 0. */
export function rail(scale, low, high, y) {
  const across = low <= 0 && high >= 0 ? [line(scale(0), y - 5, scale(0), y + 5)] : [];
  return [line(scale(low), y, scale(high), y, "rail"), ...across];
}

/** Return numbers below an axis, or the words given for them, each with a short line. */
export function ruler(scale, values, y, words) {
  const digits = Math.max(...values.map((value) => (String(value).split(".")[1] ?? "").length));
  return values.flatMap((value, k) => [
    line(scale(value), y, scale(value), y + 4),
    text(scale(value), y + 17, words?.[k] ?? (value ? fixed(value, digits) : "0"), "tick", "middle"),
  ]);
}

/** Return the sigmoid from −limit to limit on two scales, with its axes; `gap` before the numbers of p. */
export function sigmoidCurve(x, y, limit, gap = 8) {
  const points = Array.from({ length: 161 }, (_, k) => limit * (k / 80 - 1) ** 3); // dense at 0
  return [
    ...[0, 0.5, 1].flatMap((share) => [
      line(x(-limit), y(share), x(limit), y(share), "hair"),
      text(x(-limit) - gap, y(share) + 4, String(share), "tick", "end"),
    ]),
    ...ruler(x, ticks(-limit, limit, 4), y(0)),
    through(points.map((value) => [x(value), y(sigmoid(value))])),
  ];
}

/** Return shares of one whole as one bar from `left` to `right`; above each part its animal and p
 * (only the shape and p where that is narrow), below it what `notes` says. It is 56 high, 74 with notes. */
export function whole(p, left, right, y, notes = []) {
  const scale = linear(0, 1, left, right);
  const starts = p.map((_, k) => sum(p.slice(0, k)));
  const centres = p.map((share, k) => scale(starts[k] + share / 2));
  const parts = p.map((share, k) =>
    rect(scale(starts[k]), y + 22, scale(starts[k] + share) - scale(starts[k]), 30, ANIMALS[k]));
  const names = p.map((_, k) => (right - left < 330 ? "" : `${ANIMALS[k]} `));
  const widths = names.map((name, k) => 34 + 1.1 * width(name + fixed(p[k])));
  const labels = spread(centres, widths, left - 8, right + 8).flatMap((at, k) => [
    shape(k, at - widths[k] / 2 + 14, y + 8, 5),
    text(at - widths[k] / 2 + 25, y + 13, [names[k], mark("tspan", "strong", {}, [fixed(p[k])])]),
  ]);
  const below = spread(centres, notes.map((note) => width(note) + 10), left, right);
  const remarks = notes.map((note, k) => text(below[k], y + 70, note, "quiet", "middle"));
  return [...parts, ...labels, ...remarks];
}

/** Return the triangle of all shares: at each corner the animal that has the whole there. */
export function triangle(corners, names = ANIMALS) {
  return [
    path(`M${corners.join("L")}z`, "edge"),
    ...corners.flatMap(([x, y], k) => [
      shape(k, x, y, 7),
      text(x, k === 1 ? y - 16 : y + 26, names[k], "", "middle"),
    ]),
  ];
}

/** Return about how wide words are, in pixels, at the size of the explorers' text. */
export const width = (words) => words.length * 7;

/** Make the children of an element what `marks` says, keeping the elements that are there. */
export function paint(parent, marks) {
  marks.forEach((wanted, k) => {
    const there = parent.childNodes[k];
    if (typeof wanted === "string") {
      if (there?.nodeType === 3) there.data === wanted || (there.data = wanted);
      else put(parent, document.createTextNode(wanted), there);
      return;
    }
    const node = there?.nodeName === wanted.tag ? there : put(parent, create(wanted.tag), there);
    for (const name of node.getAttributeNames()) name in wanted.attrs || node.removeAttribute(name);
    for (const [name, value] of Object.entries(wanted.attrs)) {
      const words = typeof value === "number" ? String(Math.round(value * 100) / 100) : value;
      if (node.getAttribute(name) !== words) node.setAttribute(name, words);
    }
    paint(node, wanted.children);
  });
  while (parent.childNodes.length > marks.length) parent.lastChild.remove();
}

export const create = (tag) => document.createElementNS("http://www.w3.org/2000/svg", tag);

function put(parent, node, there) {
  there ? parent.replaceChild(node, there) : parent.append(node);
  return node;
}
