/** A Worker that only scores: no training code in it. It gets a saved model with rows and what they must give. */
import { expectSameScores } from "../scoring.js";

export default {
  async fetch(request) {
    const { saved, rows, predictions } = await request.json();
    expectSameScores(new Uint8Array(saved), rows, predictions);
    return Response.json("same");
  },
};
