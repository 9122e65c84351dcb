import type { Setup } from "../../playground/src/setup/setup.js";
import { buffersOf } from "../../playground/src/trainer/buffers.js";
import type { Rows } from "../../playground/src/trainer/data/rows.js";
import type { Frame, Phase, PictureName } from "../../playground/src/trainer/messages.js";
import { Session } from "../../playground/src/trainer/session.js";

export const ALL: readonly PictureName[] = ["output", "units", "surface"];

/** A session and the page that listens to it: each frame is taken over, memory and all, as a page takes it from its worker. */
export class Drive {
  readonly session: Session;
  readonly frames: Frame[] = [];
  #wait: { phase: Phase; done: (frame: Frame) => void; fail: (error: Error) => void } | undefined;

  constructor(setup: Setup, rows: Rows, pictures: readonly PictureName[] = ALL) {
    const fail = (error: Error): void => this.#wait?.fail(error);
    this.session = new Session(setup, rows, { send: (frame) => this.#take(frame), fail }, pictures);
  }

  /** Does something, and waits for the next frame of a phase. */
  until(phase: Phase, act: (session: Session) => void): Promise<Frame> {
    return new Promise((done, fail) => {
      this.#wait = { phase, done, fail };
      act(this.session);
    });
  }

  get losses(): Frame["losses"] {
    return this.frames.flatMap(({ losses }) => losses);
  }

  #take(sent: Frame): void {
    const frame = structuredClone(sent, { transfer: buffersOf(sent) });
    this.frames.push(frame);
    this.session.drawn();
    if (frame.phase === this.#wait?.phase) this.#wait.done(frame);
  }
}
