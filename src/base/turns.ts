import { host } from "./host.js";

/** Deno looks at its sockets at every 61st setImmediate. */
const DENO_IMMEDIATES = 128;
const DENO_TIMER_MS = 50;

/** A frame that comes later than this is waited for, but not for long: a page that is covered, or outside of the view, gets none. */
const FRAME_MS = 16;
const LATEST_FRAME_MS = 50;

/**
 * Gives the event loop its turn between slices of work: timers, sockets, clicks and frames. No way to do so is right everywhere; what
 * each costs and lets run was measured: docs/performance.md, "What a yield costs".
 *
 * `close` it when the work is done. Nothing that it holds keeps a process alive.
 */
export class Turns {
  readonly #clock = host.performance ?? Date;
  // Where there is no location, as in Cloudflare's Workers, messages let neither timers nor sockets run.
  readonly #channel =
    !host.setImmediate && host.location && host.MessageChannel ? new host.MessageChannel() : undefined;
  // Two, since one turn of the loop accepts a connection and the next one reads from it. Timers alone pause for a millisecond or more.
  readonly #count = host.Deno ? DENO_IMMEDIATES : host.setImmediate || this.#channel ? 2 : 1;
  #lastTimer = this.#clock.now();
  /** The frame that has not come yet, and when it was asked for. */
  #frame: Promise<void> | undefined;
  #frameAsked = 0;

  /** Resolves once all that is due has run. */
  async next(): Promise<void> {
    const now = this.#clock.now();
    if (host.Deno) {
      if (now - this.#lastTimer >= DENO_TIMER_MS) {
        this.#lastTimer = now;
        await timer(0);
      }
    } else if (host.document?.hidden === false) {
      // Firefox lets ten slices pass between two frames, unless it has nothing else to do.
      if (!this.#frame) {
        this.#frameAsked = now;
        this.#frame = new Promise<void>((resolve) => host.requestAnimationFrame?.(resolve)).then(() => {
          this.#frame = undefined;
        });
      }
      if (now - this.#frameAsked >= FRAME_MS) {
        this.#frameAsked = Infinity;
        await Promise.race([this.#frame, timer(LATEST_FRAME_MS)]);
      }
    }
    for (let left = this.#count; left > 0; left--) {
      await new Promise<void>((resolve) => this.#post(resolve));
    }
  }

  close(): void {
    this.#channel?.port1.close();
  }

  #post(resume: () => void): void {
    if (this.#channel) {
      this.#channel.port1.onmessage = resume;
      this.#channel.port2.postMessage(0);
    } else if (host.setImmediate) host.setImmediate(resume);
    else host.setTimeout(resume, 0);
  }
}

function timer(ms: number): Promise<void> {
  return new Promise((resolve) => void host.setTimeout(resolve, ms));
}
