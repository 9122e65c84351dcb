import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";
import type { Setup } from "../../playground/src/setup/setup.js";
import { type Rows, rowsOf } from "../../playground/src/trainer/data/rows.js";
import type { Frame } from "../../playground/src/trainer/messages.js";
import { Session } from "../../playground/src/trainer/session.js";

export const TOP = fileURLToPath(new URL("../../", import.meta.url));

/** The page fetches its data files; here they are read. */
export function serveData(): void {
  vi.stubGlobal("fetch", (address: string | URL) =>
    Promise.resolve(new Response(readFileSync(`${TOP}data/${basename(String(address))}`))),
  );
}

/** A playground's training in Node: its last frame, and how it came there. */
export interface Trained {
  readonly rows: Rows;
  readonly session: Session;
  readonly frame: Frame;
}

/** Trains to an epoch and rests there, or to the end where `epoch` is Infinity. */
export async function trainTo(setup: Setup, epoch: number, end = false, text?: string): Promise<Trained> {
  const rows = await rowsOf(setup, text);
  return new Promise((resolve, reject) => {
    const send = (frame: Frame): void => {
      session.drawn();
      if (frame.phase !== "playing") resolve({ rows, session, frame });
    };
    const session = new Session(setup, rows, { send, fail: reject }, []);
    session.runTo(epoch, end);
  });
}
