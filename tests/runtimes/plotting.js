/**
 * downhill/plot where the packages that draw are not installed, as in every row of the matrix: it is imported all the same, says what is
 * missing, and finds fault with data before that. That the pictures have the same bytes in Node and in a page is for tests/plot.
 */
import { DataError } from "downhill";
import { MissingPeerError, confusionPlot, lossPlot } from "downhill/plot";
import { hashOf } from "./hash.js";

/** @returns the hash of what both errors say */
export async function plotHash() {
  const missing = await failureOf(confusionPlot([[3]], { classes: ["yes"] }));
  if (!(missing instanceof MissingPeerError)) throw missing;
  const refused = await failureOf(lossPlot([]));
  if (!(refused instanceof DataError)) throw refused;
  const texts = [missing.name, missing.peer, missing.message, refused.message];
  return hashOf([new TextEncoder().encode(JSON.stringify(texts))]);
}

async function failureOf(picture) {
  try {
    await picture;
  } catch (error) {
    return error;
  }
  return new Error("downhill/plot: drew a picture without the packages that draw");
}
