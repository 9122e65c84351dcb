import { effect } from "@preact/signals";
import { about, failure } from "../state.js";

/** Milliseconds from the first data on: whoever presses Train at once is not to wait for what is needed another time. */
const WAIT_MS = 2000;

/**
 * Lets the browser keep the page for use without a network, once the first data are on the screen, so that nothing is loaded in
 * competition with them. Browsers do so over https and from the machine itself; elsewhere there is no service worker, and the page does
 * without.
 */
export function keepForOffline(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const stop = effect(() => {
    if (about.value === undefined && failure.value === undefined) return;
    queueMicrotask(() => stop());
    setTimeout(register, WAIT_MS);
  });
}

function register(): void {
  // Where it cannot be kept, as in some private windows, the page works all the same.
  navigator.serviceWorker.register("./service-worker.js").catch(() => undefined);
}
