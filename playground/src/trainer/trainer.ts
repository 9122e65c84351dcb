/* The trainer, a Web Worker: it holds the model, trains it, and computes all pictures, so that the page only draws. */
import type { Ask } from "../tour/experiments/messages.js";
import { rowsOf } from "./data/rows.js";
import type { Frame, FromTrainer, PictureName, ToTrainer } from "./messages.js";
import { Session } from "./session.js";

let session: Session | undefined;
/** Counts beginnings: what comes of an earlier one is no longer wanted. */
let turn = 0;
let shown: readonly PictureName[] = ["output"];

const send = (message: FromTrainer): void => self.postMessage(message);

/** @param where what the person who sees the error has to change */
const fail = (where: "data" | "model" | "training", { message }: Error): void =>
  send({ kind: "failed", where, message });

self.addEventListener("message", ({ data }: MessageEvent<ToTrainer>) => {
  if (data.kind === "begin") void begin(data);
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
    case "tour":
      void experiment(message.ask);
  }
}

/** The tour's experiments are loaded when the first is asked for. */
async function experiment(ask: Ask): Promise<void> {
  const { answer } = await import("../tour/experiments/answer.js");
  await answer(ask, (report) => send({ kind: "tour", report }));
}

async function begin({ setup, text, runTo = 0, end = false }: ToTrainer & { kind: "begin" }): Promise<void> {
  const mine = ++turn;
  session?.stop();
  session = undefined;
  let where: "data" | "model" = "data";
  try {
    const rows = await rowsOf(setup, text);
    if (mine !== turn) return;
    where = "model";
    const listener = {
      send: (frame: Frame) => mine === turn && send({ kind: "frame", frame }),
      fail: (error: Error) => mine === turn && fail("training", error),
    };
    const begun = new Session(setup, rows, listener, shown);
    session = begun;
    send({ kind: "ready", about: begun.about, frame: begun.frame() });
    if (runTo > 0) begun.runTo(runTo, end);
  } catch (error) {
    if (mine === turn) fail(where, error as Error);
  }
}
