// What the tests take from here: where the runtimes are, and how to start them. Types in index.d.mts.
export { serve } from "../serve.mjs";
export { findChromium, findFirefox, launchChromium, launchFirefox, QUIET } from "./browsers.mjs";
export { bundleWorker } from "./bundles.mjs";
export { inCI } from "./install.mjs";
export { run } from "./processes.mjs";
export { findRuntime } from "./rows.mjs";
export { startWorkers } from "./workerd.mjs";
