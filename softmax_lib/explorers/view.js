// What makes a picture an explorer: its handles, its line to Python, and its voice.
import { create, paint } from "./draw.js";
import { clamp, linear, snap } from "./scale.js";

const STEPS = {
  ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -Infinity, End: Infinity,
};

/** Return a widget: `traits` are shared with Python, `picture(state, width, frame)` says what to draw
 * ({ height, marks, places, says }), `controls` what can be moved. While a handle is held, `frame` is
 * the state in which it was taken, so that axes do not move under the hand. */
export function explorer({ label, traits, picture, controls }) {
  return {
    render({ model, el }) {
      const root = element("div", { class: "softmax-explorer", role: "group", "aria-label": label });
      const svg = create("svg");
      svg.setAttribute("aria-hidden", "true");
      const voice = element("p", { class: "voice", role: "status" });
      const read = () => Object.fromEntries(traits.map((name) => [name, model.get(name)]));
      const send = throttle(() => model.save_changes());
      let [state, frame, width, ours, pause] = [read(), null, 0, false, 0];

      function draw() {
        if (!width) return;
        const shown = picture(state, width, frame ?? state);
        svg.setAttribute("viewBox", `0 0 ${width} ${shown.height}`);
        svg.style.height = `${shown.height}px`;
        paint(svg, shown.marks);
        for (const handle of handles) handle.place(shown.places[handle.name]);
        clearTimeout(pause);
        pause = setTimeout(() => voice.textContent === shown.says || (voice.textContent = shown.says), 700);
      }
      function change(changes) {
        state = { ...state, ...changes };
        ours = true;
        for (const [name, value] of Object.entries(changes)) model.set(name, value);
        ours = false;
        draw();
        send();
      }
      function follow() {
        if (ours) return;
        state = read();
        draw();
      }
      const hand = {
        change,
        state: () => state,
        frame: () => frame ?? state,
        take: () => (frame = state),
        release: () => ((frame = null), draw()),
      };
      const handles = controls.map((control) => slider(control, hand));
      root.append(svg, ...handles.flatMap((handle) => handle.elements), voice);
      el.append(root);
      const watcher = new ResizeObserver(([entry]) => {
        width = Math.round(entry.contentRect.width);
        draw();
      });
      watcher.observe(root);
      for (const name of traits) model.on(`change:${name}`, follow);
      return () => {
        send.now();
        clearTimeout(pause);
        watcher.disconnect();
        for (const name of traits) model.off(`change:${name}`, follow);
      };
    },
  };
}

/** A handle on a line: a native slider lies unseen over it, so mouse, touch, keys and screen readers
 * work as everywhere. `read(state, frame)` gives { value, min, max, step, text }, `write(state, value)`
 * what changes; its place is { x, y, width }, the line, or { x, y, width: 0, height } if it stands upright. */
function slider({ name, label, read, write }, { change, state, frame, take, release }) {
  // JupyterLab takes the arrow keys unless the focused element itself says no.
  const input = element("input", { type: "range", step: "any", "aria-label": label, "data-lm-suppress-shortcuts": "true" });
  const ring = element("div", { class: "ring" });
  const move = (value) => {
    const { min, max, step } = read(state(), frame());
    change(write(state(), clamp(snap(value, step / 10), min, max), frame()));
  };
  input.addEventListener("input", () => move(input.valueAsNumber));
  input.addEventListener("keydown", (event) => {
    if (!(event.key in STEPS) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const { value, min, max, step } = read(state(), frame());
    move(clamp(value + STEPS[event.key] * step, min, max));
  });
  input.addEventListener("pointerdown", take);
  for (const end of ["pointerup", "pointercancel", "blur"]) input.addEventListener(end, release);
  function place({ x, y, width, height = 0 }) {
    const { value, min, max, text } = read(state(), frame());
    const low = y + height;
    Object.assign(input, { min, max });
    input.value = value;
    input.setAttribute("aria-valuetext", text);
    input.classList.toggle("upright", height > 0);
    Object.assign(input.style, { left: `${x - 12}px`, top: `${low - 16}px`, width: `${width + height + 24}px` });
    ring.style.transform = `translate(${linear(min, max, x, x + width)(value)}px, ${linear(min, max, low, y)(value)}px)`;
  }
  return { name, elements: [input, ring], place };
}

/** Return `send` at most 30 times a second, always after the last call too, and never before the
 * frame of that call: the picture goes first. */
export function throttle(send, wait = 1000 / 30, frame = 16) {
  let [last, timer] = [-Infinity, null];
  const now = () => {
    clearTimeout(timer);
    [timer, last] = [null, performance.now()];
    send();
  };
  const later = () => {
    if (timer !== null) return;
    timer = setTimeout(now, Math.max(frame, last + wait - performance.now()));
  };
  later.now = () => timer !== null && now();
  return later;
}

function element(tag, attributes) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}
