/* What a person can do. */
import { batch } from "@preact/signals";
import { fromLink, type Linked, toLink } from "./link.js";
import { defaultsFor, FIRST, type DataChoice, type Setup } from "./setup/setup.js";
import {
  about,
  failure,
  frame,
  phase,
  playgroundFragment,
  reached,
  setup,
  target,
  texts,
  tourStep,
  wanted,
} from "./state.js";
import { tell } from "./trainer-client.js";

/** Changes some of the choices; training begins anew. */
export function change(choices: Partial<Setup>): void {
  begin({ ...setup.value, ...choices });
}

/** Other data, with a network that suits them. */
export function chooseData(data: DataChoice): void {
  begin(defaultsFor(data));
}

export function begin(next: Setup, runTo = 0, end = false): void {
  batch(() => {
    setup.value = next;
    target.value = runTo;
    wanted.value = undefined;
    failure.value = undefined;
    about.value = undefined;
    frame.value = undefined;
  });
  tell({ kind: "begin", setup: next, text: textOf(next), runTo, end });
}

function textOf({ data }: Setup): string | undefined {
  return data.kind === "csv" ? texts.value[data.hash] : undefined;
}

export function playOrPause(): void {
  tell({ kind: phase.value === "playing" ? "pause" : "play" });
}

export const step = (): void => tell({ kind: "step" });
export const stop = (): void => tell({ kind: "stop" });
export const restart = (): void => begin(setup.value);

/** What repeats what is on the screen, to the bit: the part of an address after the #. */
export function fragmentHere(): Promise<string> {
  const { epoch, stoppedBy } = reached.value;
  const end = stoppedBy !== undefined;
  return toLink({ setup: setup.value, runTo: epoch, end, text: textOf(setup.value) });
}

/** The whole address of it. */
export async function linkHere(): Promise<string> {
  return `${location.origin}${location.pathname}#${await fragmentHere()}`;
}

/** Counts addresses that are opened: unpacking takes a moment, in which the next may come. */
let opening = 0;

/** Begins with what the address says, or with the first example. */
export async function openAddress(): Promise<void> {
  const mine = ++opening;
  const fragment = location.hash.slice(1);
  const [, tour] = /^tour(?:\/([1-9]\d?))?$/.exec(fragment) ?? [undefined, undefined];
  if (fragment.startsWith("tour")) {
    tell({ kind: "pause" });
    tourStep.value = Number(tour ?? 1);
    return;
  }
  tourStep.value = undefined;
  if (fragment === "") return begin(FIRST);
  try {
    const linked = await fromLink(fragment);
    if (mine === opening) openLink(fragment, linked);
  } catch (error) {
    if (mine !== opening) return;
    begin(FIRST);
    failure.value = { where: "link", message: (error as Error).message };
  }
}

function openLink(fragment: string, linked: Linked): void {
  playgroundFragment.value = fragment;
  const { data } = linked.setup;
  if (data.kind === "csv" && linked.text !== undefined)
    texts.value = { ...texts.value, [data.hash]: linked.text };
  begin(linked.setup, linked.runTo, linked.end);
  // The trainer may have the file, from before; if not, it says so.
  if (data.kind === "csv" && !(data.hash in texts.value)) wanted.value = linked;
}
