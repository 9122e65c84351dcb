/* Single keys: space trains and pauses, a point is one epoch. */
import { playOrPause, step } from "./actions.js";
import { about, phase, shortcuts, tourStep } from "./state.js";

/** What has a use of its own for a space, and for a point. */
const TAKES_SPACE = "a, button, input, select, textarea, summary, [contenteditable], [tabindex]";
const TAKES_POINT = "input, select, textarea, [contenteditable]";

export function listenToKeys(): void {
  document.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey, repeat, target } = event;
    if (ctrlKey || metaKey || altKey || !shortcuts.value || tourStep.value !== undefined) return;
    const isOn = (what: string): boolean => target instanceof Element && target.closest(what) !== null;
    if (key === " " && !repeat && !isOn(TAKES_SPACE)) {
      // Or the page would scroll.
      event.preventDefault();
      if (about.value && phase.value !== "done") playOrPause();
    } else if (key === "." && !isOn(TAKES_POINT) && about.value && phase.value === "paused") step();
  });
}
