// How often the browser writes to Python: at most 30 times a second, and always the last value.
import assert from "node:assert/strict";
import { test } from "node:test";
import { throttle } from "../../softmax_lib/explorers/view.js";

test("a run of calls is thinned out, and the last one is sent", async () => {
  const sent = [];
  let value = 0;
  const send = throttle(() => sent.push(value));
  const start = performance.now();
  while (performance.now() - start < 300) {
    value += 1;
    send();
    await new Promise((wake) => setTimeout(wake, 4));
  }
  await new Promise((wake) => setTimeout(wake, 60));
  assert.equal(sent.at(-1), value);
  assert.ok(sent.length <= 12 && sent.length >= 4, `${sent.length} in 0.3 seconds`);
});
