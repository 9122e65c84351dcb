/** A Worker that only scores: no training code in it. It gets saved models with rows, or records, and what they must give. */
import { expectSameScores } from "../scoring.js";

export default {
  async fetch(request) {
    const { saved, rows, predictions, mixed } = await request.json();
    expectSameScores(new Uint8Array(saved), rows, predictions);
    // JSON has no NaN: such a cell comes as null, which is missing as well.
    expectSameScores(new Uint8Array(mixed.saved), mixed.rows, mixed.predictions);
    return Response.json("same");
  },
};
