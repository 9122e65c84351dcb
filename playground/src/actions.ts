/* What a person can do. */
import { hashOf } from "./setup/hash.js";
import { defaultsFor, type DataChoice, type Setup } from "./setup/setup.js";
import { fromLink, toLink } from "./link.js";
import { about, failure, frame, phase, setup, texts } from "./state.js";
import { tell } from "./trainer-client.js";

/** Changes some of the choices; training begins anew. */
export function change(choices: Partial<Setup>): void {
  begin({ ...setup.value, ...choices });
}

/** Other data, with a network that suits them. */
export function chooseData(data: DataChoice): void {
  begin(defaultsFor(data));
}

/** A CSV file of one's own: it stays in the page. */
export function bringCsv(name: string, text: string): void {
  const hash = hashOf(new TextEncoder().encode(text));
  texts.value = { ...texts.value, [hash]: text };
  chooseData({ kind: "csv", name, hash });
}

export function begin(next: Setup, runTo = 0, end = false): void {
  setup.value = next;
  failure.value = undefined;
  about.value = undefined;
  frame.value = undefined;
  const text = next.data.kind === "csv" ? texts.value[next.data.hash] : undefined;
  tell({ kind: "begin", setup: next, text, runTo, end });
}

export function playOrPause(): void {
  tell({ kind: phase.value === "playing" ? "pause" : "play" });
}

export const step = (): void => tell({ kind: "step" });
export const stop = (): void => tell({ kind: "stop" });
export const restart = (): void => begin(setup.value);

/** The address that repeats what is on the screen, to the bit. */
export async function linkHere(): Promise<string> {
  const { data } = setup.value;
  const text = data.kind === "csv" ? texts.value[data.hash] : undefined;
  const runTo = frame.value?.epoch ?? 0;
  const fragment = await toLink({ setup: setup.value, runTo, end: phase.value === "done", text });
  return `${location.origin}${location.pathname}#${fragment}`;
}

/** Begins with what the address says, or with the first example. */
export async function openAddress(): Promise<void> {
  const fragment = location.hash.slice(1);
  if (fragment === "") return begin(setup.value);
  try {
    const { setup: linked, runTo, end, text } = await fromLink(fragment);
    if (linked.data.kind === "csv" && text !== undefined)
      texts.value = { ...texts.value, [linked.data.hash]: text };
    begin(linked, runTo, end);
  } catch (error) {
    begin(setup.value);
    failure.value = { where: "link", message: (error as Error).message };
  }
}
