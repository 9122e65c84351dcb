/** A browser's page: the outcome goes back to the server that the page came from. */
import { run } from "./run.js";
import { report } from "./report.js";

run().then(report, (error) => report({ error: String(error?.stack ?? error) }));
