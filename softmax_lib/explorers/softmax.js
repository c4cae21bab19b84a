// The mathematics of the course in the browser: the same values as softmax_lib's, also at ±1000.

export const sum = (values) => values.reduce((total, value) => total + value, 0);

/** Return exp(z − max z): what softmax divides by its sum. */
export function expBelowPeak(z) {
  const peak = Math.max(...z);
  return z.map((score) => Math.exp(score - peak));
}

export function softmax(z) {
  return divBySum(expBelowPeak(z));
}

export function divBySum(z) {
  const total = sum(z);
  return z.map((value) => value / total);
}

export function sigmoid(x) {
  const e = Math.exp(-Math.abs(x));
  return (x < 0 ? e : 1) / (1 + e);
}

/** Return the entropy of a distribution in nats; a probability of 0 adds 0. */
export function entropy(p) {
  return sum(p.map((share) => (share > 0 ? -share * Math.log(share) : 0)));
}
