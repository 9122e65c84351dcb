/* The trainer, a Web Worker: it holds the model, trains it, and computes all pictures, so that the page only draws. */
import type { Setup } from "../setup/setup.js";
import type { Ask } from "../tour/experiments/messages.js";
import { buffersOf } from "./buffers.js";
import { exampleText } from "./data/examples.js";
import type { Files } from "./data/files.js";
import { NoFile } from "./data/no-file.js";
import { LastRows, type Rows } from "./data/rows.js";
import type { Brought, Frame, FromTrainer, PictureName, Reached, ToTrainer } from "./messages.js";
import { Session } from "./session.js";

let session: Session | undefined;
/** What the session was begun with. */
let begun: { readonly setup: Setup; readonly rows: Rows } | undefined;
/** Counts beginnings: what comes of an earlier one is no longer wanted. */
let turn = 0;
let shown: readonly PictureName[] = ["output"];
/** What reads a person's files, loaded when there is one. */
let files: Promise<Files> | undefined;
const allFiles = (): Promise<Files> => (files ??= import("./data/files.js").then(({ Files }) => new Files()));
const lastRows = new LastRows({
  example: exampleText,
  file: async (name, hash) => (await allFiles()).get(name, hash),
});

const send = (message: FromTrainer): void => self.postMessage(message, { transfer: buffersOf(message) });

/** @param where what the person who sees the error has to change */
const fail = (where: "data" | "model" | "training", error: Error): void =>
  send({
    kind: "failed",
    where,
    message: error.message,
    ...(error instanceof NoFile && { needsFile: true }),
  });

self.addEventListener("message", ({ data }: MessageEvent<ToTrainer>) => {
  if (data.kind === "begin") void begin(data);
  else if (data.kind === "bring")
    void read(data).then((file) => send({ kind: "brought", turn: data.turn, file }));
  else take(data);
});

function take(message: ToTrainer): void {
  switch (message.kind) {
    case "play":
      return session?.play();
    case "pause":
      return session?.pause();
    case "step":
      return session?.step();
    case "stop":
      return session?.stop();
    case "show":
      shown = message.pictures;
      return session?.show(shown);
    case "drawn":
      return session?.drawn();
    case "save":
      if (session) send({ kind: "saved", bytes: session.save() });
      return;
    case "program":
      return void write(message.reached);
    case "tour":
      return void experiment(message.ask);
  }
}

/** The tour's experiments are loaded when the first is asked for. */
async function experiment(ask: Ask): Promise<void> {
  const { answer } = await import("../tour/experiments/answer.js");
  await answer(ask, (report) => send({ kind: "tour", report }));
}

/** The program, whose writer is only loaded by those who want one. */
async function write(reached: Reached): Promise<void> {
  if (!begun) return;
  const { setup, rows } = begun;
  const { programOf, uncut } = await import("../share/program/program.js");
  send({ kind: "program", code: programOf({ setup, rows, reached, all: uncut(setup) }) });
}

/** A file that a person brings. */
async function read(message: ToTrainer & { kind: "bring" }): Promise<Brought> {
  try {
    const [{ bring }, all] = await Promise.all([import("./data/bring.js"), allFiles()]);
    return await bring(message, all);
  } catch (error) {
    return { message: (error as Error).message };
  }
}

async function begin({ setup, text, runTo = 0, end = false }: ToTrainer & { kind: "begin" }): Promise<void> {
  const mine = ++turn;
  session?.stop();
  session = undefined;
  begun = undefined;
  let where: "data" | "model" = "data";
  try {
    const { data } = setup;
    if (data.kind === "csv") {
      const all = await allFiles();
      if (mine !== turn) return;
      if (text !== undefined) all.keep(new TextEncoder().encode(text));
      send({ kind: "file", facts: all.get(data.name, data.hash).facts });
    }
    const rows = await lastRows.of(setup);
    if (mine !== turn) return;
    where = "model";
    const listener = {
      send: (frame: Frame) => mine === turn && send({ kind: "frame", frame }),
      fail: (error: Error) => mine === turn && fail("training", error),
    };
    const next = new Session(setup, rows, listener, shown);
    session = next;
    begun = { setup, rows };
    send({ kind: "ready", about: next.about, frame: next.frame(), setup });
    if (runTo > 0) next.runTo(runTo, end);
  } catch (error) {
    if (mine === turn) fail(where, error as Error);
  }
}
