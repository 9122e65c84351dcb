import { host } from "../base/host.js";
import { MissingPeerError } from "./missing-peer-error.js";
import type * as ObservablePlot from "./observable-plot.js";

/** The part of Observable Plot that is used. */
export type PlotLibrary = typeof ObservablePlot;

/** What draws: Observable Plot, and a document in which it makes its elements. */
export interface Peers {
  readonly Plot: PlotLibrary;
  readonly document: object;
}

/**
 * Imports what draws, on first use, so that importing the entry costs nothing. In a page its own document serves, elsewhere one of linkedom.
 *
 * @throws MissingPeerError where a package is not installed
 */
export async function loadPeers(caller: string): Promise<Peers> {
  const Plot = await loadPlot(caller);
  const { document } = host as { readonly document?: { readonly createElementNS?: unknown } };
  if (typeof document?.createElementNS === "function") return { Plot, document };
  return { Plot, document: await loadDocument(caller) };
}

// Each import stands in a `try` with its name as text: bundlers then take the package along, or take it that it may be missing.

async function loadPlot(caller: string): Promise<PlotLibrary> {
  try {
    return await import("@observablehq/plot");
  } catch (error) {
    throw missing(caller, "@observablehq/plot", error);
  }
}

async function loadDocument(caller: string): Promise<object> {
  try {
    const { parseHTML } = await import("linkedom");
    return parseHTML("<!doctype html><html><body></body></html>").document;
  } catch (error) {
    throw missing(caller, "linkedom", error);
  }
}

function missing(caller: string, peer: string, cause: unknown): MissingPeerError {
  const text =
    `${caller}: ${peer} could not be imported. downhill/plot draws with two packages that downhill does not bring along. ` +
    "Install them: npm install @observablehq/plot linkedom";
  return new MissingPeerError(text, peer, cause);
}
