/** The parts of a JavaScript runtime that can queue a task; each may be missing. */
interface Host {
  setImmediate?: (task: () => void) => unknown;
  MessageChannel?: new () => {
    port1: { onmessage: (() => void) | null; close(): void };
    port2: { postMessage(message: unknown): void };
  };
  setTimeout(task: () => void, ms: number): unknown;
  performance?: { now(): number };
}

const host = globalThis as unknown as Host;

/**
 * Resolves in a new macrotask: timers, input and signals run first, which a resolved Promise would not let them.
 *
 * setImmediate in Node and Bun; a message in browsers and edge runtimes, since their timers wait 4 ms or longer.
 */
export function nextMacrotask(): Promise<void> {
  return new Promise((resolve) => {
    if (host.setImmediate) {
      host.setImmediate(resolve);
    } else if (host.MessageChannel) {
      const { port1, port2 } = new host.MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(0);
    } else {
      host.setTimeout(resolve, 0);
    }
  });
}

/** Milliseconds of a clock that never goes back, where there is one. */
export function now(): number {
  return host.performance ? host.performance.now() : Date.now();
}
