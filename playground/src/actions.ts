/* What a person can do. */
import { batch } from "@preact/signals";
import { fromLink, toLink } from "./link.js";
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

/** Begins where a link asks for this file. @returns whether one does */
export function beginWanted(hash: string): boolean {
  if (wanted.value === undefined) return false;
  const { setup: linked, runTo, end } = wanted.value;
  if (linked.data.kind !== "csv" || linked.data.hash !== hash) return false;
  begin(linked, runTo, end);
  return true;
}

export function begin(next: Setup, runTo = 0, end = false): void {
  prepare(next, runTo);
  tell({ kind: "begin", setup: next, text: textOf(next), runTo, end });
}

/** The page as it is before the trainer has answered. */
function prepare(next: Setup, runTo: number): void {
  batch(() => {
    setup.value = next;
    target.value = runTo;
    wanted.value = undefined;
    failure.value = undefined;
    about.value = undefined;
    frame.value = undefined;
  });
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

/** Begins with what the address says, or with the first example. */
export async function openAddress(): Promise<void> {
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
    await openLink(fragment);
  } catch (error) {
    begin(FIRST);
    failure.value = { where: "link", message: (error as Error).message };
  }
}

async function openLink(fragment: string): Promise<void> {
  const linked = await fromLink(fragment);
  playgroundFragment.value = fragment;
  const { data } = linked.setup;
  if (data.kind === "csv" && linked.text !== undefined)
    texts.value = { ...texts.value, [data.hash]: linked.text };
  begin(linked.setup, linked.runTo, linked.end);
  // A file that was too long for the link has to be brought, unless the trainer has it.
  if (data.kind === "csv" && linked.text === undefined) wanted.value = linked;
}
