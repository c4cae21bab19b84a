// From numbers to places on the screen, and to words. Nothing here knows of a browser.

export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/** Return the function that takes `low` to `start` and `high` to `end`, in a straight line. */
export function linear(low, high, start, end) {
  return (value) => start + ((value - low) / (high - low)) * (end - start);
}

/** Return the smallest of 1, 2, 5, 10, 20, 50 … (and 0.5, 0.2, 0.1 …) that is not below `value`. */
export function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].find((digit) => digit * power >= value * (1 - 1e-12)) * power;
}

/** Return about `count` round numbers from `low` to `high`. */
export function ticks(low, high, count) {
  const step = roundUp((high - low) / count);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, k) => tidy((first + k) * step));
}

/** Return the multiple of `grid` that is nearest to `value`. */
export const snap = (value, grid) => tidy(Math.round(value / grid) * grid);

/** Return `value` without the dust of binary fractions: 0.30000000000000004 is 0.3. */
export const tidy = (value) => Number(value.toPrecision(12));

/** Return a number with `digits` decimals as Python's f"{x:.3f}" has it (a tie goes to the even
 * neighbour), but with a real minus sign, and none on a zero. */
export function fixed(value, digits = 3) {
  const size = Math.abs(value);
  if (size >= 1e7) return scientific(value);
  const scaled = size * 10 ** digits;
  const tie = scaled % 1 === 0.5 && Number.isInteger(value * 2 ** (digits + 1));
  const rounded = tie ? (2 * Math.round(scaled / 2)) / 10 ** digits : size;
  return minus(value, rounded.toFixed(digits));
}

/** Return a number with at least three digits that count: 148, 3.42, 0.449, 0.00674, 4.54 × 10⁻⁵. */
export function significant(value) {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size < 0.0005) return scientific(value);
  return fixed(value, clamp(2 - Math.floor(Math.log10(size)), 0, 6));
}

function scientific(value) {
  const [digits, power] = Math.abs(value).toExponential(2).split("e");
  const raised = [...power.replace("+", "")].map((sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)]);
  return minus(value, `${digits} × 10${raised.join("")}`);
}

const minus = (value, text) => (value < 0 && /[1-9]/.test(text) ? `−${text}` : text);

/** Return centres near the wanted ones so that labels of these widths do not overlap, in order. */
export function spread(centres, widths, low, high) {
  const placed = [...centres];
  const gap = (k) => (widths[k] + widths[k + 1]) / 2;
  placed[0] = Math.max(placed[0], low + widths[0] / 2);
  for (let k = 1; k < placed.length; k++) placed[k] = Math.max(placed[k], placed[k - 1] + gap(k - 1));
  const last = placed.length - 1;
  placed[last] = Math.min(placed[last], high - widths[last] / 2);
  for (let k = last - 1; k >= 0; k--) placed[k] = Math.min(placed[k], placed[k + 1] - gap(k));
  return placed;
}

/** Return the corners of a triangle with equal sides whose left end is at [x, y]: left, top, right. */
export const cornersAt = (x, y, side) => [[x, y], [x + side / 2, y - side * Math.sqrt(0.75)], [x + side, y]];

/** Return the point of a triangle, given by three [x, y], whose shares of the corners are `p`. */
export function onTriangle(p, corners) {
  return [0, 1].map((axis) => p.reduce((at, share, k) => at + share * corners[k][axis], 0));
}
