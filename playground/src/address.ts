/* The address says what is on the screen, so that a reload or a bookmark repeats it. */
import { computed, effect } from "@preact/signals";
import { fragmentHere, openAddress } from "./actions.js";
import { FIRST } from "./setup/setup.js";
import { about, frame, phase, playgroundFragment, setup, target, tourStep } from "./state.js";

/** Safari takes a hundred changes of the address in half a minute; a slider alone would make more. */
const WAIT_MS = 300;

/** The epoch where training rests; undefined while it trains, is being built, or is on its way to a link's epoch. */
const resting = computed(() => {
  if (about.value === undefined || phase.value === "playing") return undefined;
  const epoch = frame.value?.epoch ?? 0;
  return epoch === 0 && target.value > 0 ? undefined : `${epoch} ${phase.value}`;
});

/** Opens the address, and from then on writes it and follows it. */
export function keepAddress(): void {
  addEventListener("hashchange", () => void openAddress());
  void openAddress();
  let timer: ReturnType<typeof setTimeout>;
  effect(() => {
    const step = tourStep.value;
    const isNew = setup.value !== FIRST || resting.value !== "0 paused" || location.hash !== "";
    clearTimeout(timer);
    if (step !== undefined) write(`tour/${step}`);
    else if (resting.value !== undefined && isNew) timer = setTimeout(() => void writePlayground(), WAIT_MS);
  });
}

async function writePlayground(): Promise<void> {
  const before = resting.value;
  const fragment = await fragmentHere();
  // A person may have gone on while it was packed.
  if (resting.value !== before || before === undefined || tourStep.value !== undefined) return;
  playgroundFragment.value = fragment;
  write(fragment);
}

function write(fragment: string): void {
  if (location.hash.slice(1) === fragment) return;
  try {
    history.replaceState(history.state, "", `#${fragment}`);
  } catch {
    // Pages in a frame without an address, and browsers that count: the link can still be copied.
  }
}
