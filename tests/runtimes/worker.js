/** A module Worker in a browser. */
import { run } from "./run.js";

run().then(
  (outcome) => postMessage(outcome),
  (error) => postMessage({ error: String(error?.stack ?? error) }),
);
