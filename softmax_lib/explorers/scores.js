// Rows of scores to drag, one by one or all together: what several explorers begin with.
import { ANIMALS, grip, rail, ruler, shape, text } from "./draw.js";
import { clamp, fixed, linear, roundUp, ticks, tidy } from "./scale.js";
import { sum } from "./softmax.js";

export const ROW = 36;

/** Return how far a score can be from 0 on the axis that shows `z`: 5, or more for larger ones. */
export function reach(z) {
  const largest = Math.max(...z.map(Math.abs));
  return largest <= 5 ? 5 : roundUp(1.2 * largest);
}

/** Return `z` moved so that its mean is `mean`, but never out of the axis from −limit to limit. */
export function shiftedTo(z, mean, limit) {
  const [low, high] = shiftRange(z, limit);
  const shift = clamp(mean, low, high) - average(z);
  return z.map((score) => tidy(score + shift));
}

/** Return the smallest and the largest mean that `z` can be moved to on that axis. */
export function shiftRange(z, limit) {
  const mean = average(z);
  return [tidy(mean - limit - Math.min(...z)), tidy(mean + limit - Math.max(...z))];
}

export const average = (z) => tidy(sum(z) / z.length);

/** Return the row that moves all scores, and a row for each: marks, places, and the scale of all.
 * Row k stands at `top + k * ROW`, the one for all at `top + last * ROW`. */
export function scoreRows(z, limit, [left, right], top, last = z.length) {
  const [names, numbers] = right - left < 330 ? [82, 60] : [92, 74];
  const scale = linear(-limit, limit, left + names, right - numbers);
  const range = shiftRange(z, limit);
  const at = (k) => top + k * ROW;
  const mean = scale(average(z));
  const rows = z.flatMap((score, k) => [
    text(left, at(k) + 5, ANIMALS[k]),
    ...rail(scale, -limit, limit, at(k)),
    shape(k, scale(score), at(k), 9),
    text(right, at(k) + 5, fixed(score, 2), "number", "end"),
  ]);
  const all = [
    text(left, at(last) + 5, z.length === 2 ? "shift both" : "shift all"),
    ...rail(scale, ...range, at(last)),
    ...grip(mean, at(last)),
  ];
  const place = (low, high, k) => ({ x: scale(low), y: at(k), width: scale(high) - scale(low) });
  const places = Object.fromEntries(z.map((_, k) => [ANIMALS[k], place(-limit, limit, k)]));
  return {
    scale,
    marks: [...ruler(scale, ticks(-limit, limit, 2), at(last) + 20), ...rows, ...all],
    places: { ...places, all: place(...range, last) },
  };
}

/** Return the controls of those rows; the scores are the trait z. */
export function scoreControls(count) {
  const span = (value, [min, max], frame, words) => ({ value, min, max, step: reach(frame.z) / 50, text: words });
  const whole = (frame) => [-reach(frame.z), reach(frame.z)];
  const words = (z) => z.map((score) => fixed(score, 2)).join(", ");
  return [
    ...ANIMALS.slice(0, count).map((name, k) => ({
      name,
      label: `score of the ${name}`,
      read: ({ z }, frame) => span(z[k], whole(frame), frame, fixed(z[k], 2)),
      write: ({ z }, value) => ({ z: z.map((score, other) => (other === k ? value : score)) }),
    })),
    {
      name: "all",
      label: count === 2 ? "shift both scores" : "shift all scores",
      read: ({ z }, frame) => span(average(z), shiftRange(z, reach(frame.z)), frame, words(z)),
      write: ({ z }, value, frame) => ({ z: shiftedTo(z, value, reach(frame.z)) }),
    },
  ];
}
