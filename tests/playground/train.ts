import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Setup } from "../../playground/src/setup/setup.js";
import { Files } from "../../playground/src/trainer/data/files.js";
import { type Rows, rowsOf, type Sources } from "../../playground/src/trainer/data/rows.js";
import type { Frame, PictureName } from "../../playground/src/trainer/messages.js";
import { Session } from "../../playground/src/trainer/session.js";

export const TOP = fileURLToPath(new URL("../../", import.meta.url));

const files = new Files();
const sources: Sources = {
  example: (name) =>
    Promise.resolve(
      readFileSync(`${TOP}data/${name === "spam" ? "spam" : "us-births-2000-2014"}.csv`, "utf8"),
    ),
  file: (name, hash) => files.get(name, hash),
};

/** A playground's training in Node: its last frame, and how it came there. */
export interface Trained {
  readonly rows: Rows;
  readonly session: Session;
  /** With the losses of all epochs. */
  readonly frame: Frame;
}

/** Trains to an epoch and rests there, or to the end where `epoch` is Infinity. */
export async function trainTo(
  setup: Setup,
  epoch: number,
  end = false,
  text?: string,
  pictures: readonly PictureName[] = [],
): Promise<Trained> {
  if (text !== undefined) files.keep(new TextEncoder().encode(text));
  const rows = await rowsOf(setup, sources);
  return new Promise((resolve, reject) => {
    const losses: Frame["losses"][number][] = [];
    const send = (frame: Frame): void => {
      session.drawn();
      losses.push(...frame.losses);
      if (frame.phase !== "playing") resolve({ rows, session, frame: { ...frame, losses } });
    };
    const session = new Session(setup, rows, { send, fail: reject }, pictures);
    session.runTo(epoch, end);
  });
}
