import type * as plotEntry from "../../plot/index.js";
import { UsageError } from "../base/failure.js";

/** downhill/plot, which is loaded only where something is to be drawn. */
export type Plots = typeof plotEntry;

/**
 * Loads what draws, and has it draw something, so that an hour of training does not end without pictures.
 *
 * @throws UsageError where a package that it needs is not installed
 */
export async function loadPlots(): Promise<Plots> {
  const plots = await import("../../plot/index.js");
  try {
    await plots.lossPlot([{ epoch: 1, loss: 1, updates: 1, elapsedMs: 0 }]);
  } catch (error) {
    if (!(error instanceof plots.MissingPeerError)) throw error;
    throw new UsageError(
      `--report: ${error.peer} could not be imported, and the pictures of a report are drawn by two packages that downhill does not ` +
        "bring along. Install them: npm install @observablehq/plot linkedom",
      { cause: error },
    );
  }
  return plots;
}
