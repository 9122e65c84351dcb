/* The page's end of the trainer. */
import {
  about,
  failure,
  file,
  frame,
  lastGood,
  type Losses,
  losses,
  pictures,
  reached,
  wanted,
} from "./state.js";
import type { Brought, Frame, FromTrainer, ToTrainer } from "./trainer/messages.js";

export const worker = new Worker(new URL("./trainer/trainer.ts", import.meta.url), { type: "module" });
/** Who waits for an answer, in the order of the questions. */
const whenSaved: ((bytes: Uint8Array) => void)[] = [];
const whenWritten: ((code: string) => void)[] = [];
let whenBrought: ((file: Brought) => void) | undefined;
/** Counts files that are brought: only the last one is wanted. */
let bringing = 0;

export function tell(message: ToTrainer): void {
  worker.postMessage(message);
}

/** The model as the bytes of its file. */
export function savedModel(): Promise<Uint8Array> {
  return new Promise((resolve) => {
    whenSaved.push(resolve);
    tell({ kind: "save" });
  });
}

/** The program that does the same as the page has done so far. */
export function programHere(): Promise<string> {
  return new Promise((resolve) => {
    whenWritten.push(resolve);
    tell({ kind: "program", reached: reached.value });
  });
}

/** Has the trainer read a CSV file. A file that is brought while it reads takes its place: of this one nothing more is heard. */
export function broughtFile(name: string, source: Blob): Promise<Brought> {
  return new Promise((resolve) => {
    whenBrought = resolve;
    tell({ kind: "bring", turn: ++bringing, name, source, languages: navigator.languages });
  });
}

worker.addEventListener("message", ({ data }: MessageEvent<FromTrainer>) => {
  switch (data.kind) {
    case "ready":
      about.value = data.about;
      lastGood.value = data.setup;
      wanted.value = undefined;
      losses.value = { epochs: [], train: [], validation: [] };
      pictures.value = {};
      show(data.frame);
      break;
    case "frame":
      // Before an answer to the last "begin", a frame is of the training before.
      if (about.value) show(data.frame);
      break;
    case "failed":
      failure.value = { where: data.where, message: data.message, needsFile: data.needsFile };
      break;
    case "saved":
      whenSaved.shift()?.(data.bytes);
      break;
    case "program":
      whenWritten.shift()?.(data.code);
      break;
    case "file":
      file.value = data.facts;
      break;
    case "brought":
      if (data.turn === bringing) whenBrought?.(data.file);
  }
});

function show(next: Frame): void {
  frame.value = next;
  pictures.value = { ...pictures.value, ...next.pictures };
  if (next.losses.length > 0) losses.value = longer(losses.value, next.losses);
  // After it is on the screen, so that a slow page gets fewer frames rather than old ones.
  requestAnimationFrame(() => tell({ kind: "drawn" }));
}

/** The same arrays, with more in them. */
function longer({ epochs, train, validation }: Losses, more: Frame["losses"]): Losses {
  for (const { epoch, loss, validation: other } of more) {
    (epochs as number[]).push(epoch);
    (train as number[]).push(loss);
    (validation as (number | null)[]).push(other ?? null);
  }
  return { epochs, train, validation };
}
