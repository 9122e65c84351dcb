import { host } from "./host.js";

/** Resolves once the timers that are due have run. Slower than nextMacrotask, which may come before them. */
export function nextTimer(): Promise<void> {
  return new Promise((resolve) => void host.setTimeout(resolve, 0));
}

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
