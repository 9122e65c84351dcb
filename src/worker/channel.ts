import { isObject } from "../base/check.js";
import type { Envelope, Order, Told } from "../thread/messages.js";
import type { WorkerLike } from "./start.js";

/** Whoever is at this end of a channel. */
export interface Listener {
  message(told: Told): void;
  /** The worker died, or it never lived. */
  death(why: string, cause: unknown): void;
}

type Listen = (event: never) => void;

/** What takes listeners: a browser's Worker by the first two names, Node's by the others. */
interface Emitter {
  addEventListener?(type: string, listener: Listen): void;
  removeEventListener?(type: string, listener: Listen): void;
  on?(type: string, listener: Listen): void;
  off?(type: string, listener: Listen): void;
}

let lastFit = 0;

/** One fit's way to a worker and back. A worker may have several. */
export class Channel {
  readonly #worker: WorkerLike & Emitter;
  /** The number of this fit in all messages. */
  readonly #fit = ++lastFit;
  readonly #listeners: readonly (readonly [type: string, listener: Listen])[];

  constructor(worker: WorkerLike, listener: Listener) {
    this.#worker = worker;
    this.#listeners = this.#isWeb ? this.#webListeners(listener) : this.#nodeListeners(listener);
    for (const [type, listen] of this.#listeners) {
      if (this.#isWeb) this.#worker.addEventListener?.(type, listen);
      else this.#worker.on?.(type, listen);
    }
  }

  send(message: Order, transfer: object[] = []): void {
    const envelope: Envelope<Order> = { downhill: this.#fit, message };
    this.#worker.postMessage(envelope, transfer);
  }

  /** Hears nothing any more. */
  close(): void {
    for (const [type, listen] of this.#listeners) {
      if (this.#isWeb) this.#worker.removeEventListener?.(type, listen);
      else this.#worker.off?.(type, listen);
    }
  }

  get #isWeb(): boolean {
    return this.#worker.addEventListener !== undefined;
  }

  #webListeners({ death, message }: Listener) {
    return [
      ["message", ({ data }: { readonly data: unknown }) => this.#read(data, message)],
      ["messageerror", (event: unknown) => death(UNREADABLE, event)],
      [
        "error",
        (event: { readonly message?: string; readonly error?: unknown; preventDefault(): void }) => {
          // It is told to whoever awaits the fit. Unhandled, it would end a program of Deno.
          event.preventDefault();
          death(event.message ?? "", event.error ?? event);
        },
      ],
    ] as const;
  }

  #nodeListeners({ death, message }: Listener) {
    return [
      ["message", (data: unknown) => this.#read(data, message)],
      ["messageerror", (error: unknown) => death(UNREADABLE, error)],
      ["error", (error: Error) => death(error.message, error)],
      ["exit", (code: number) => death(`it ended with code ${code}`, undefined)],
    ] as const;
  }

  /** A message of the caller's own, or of another fit, is not for this one. */
  #read(data: unknown, take: (told: Told) => void): void {
    const { downhill, message } = (isObject(data) ? data : {}) as Partial<Envelope<Told>>;
    if (downhill === this.#fit && message) take(message);
  }
}

const UNREADABLE = "a message could not be read";
