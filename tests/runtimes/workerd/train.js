/** A Worker that trains inside a request: GET / says how it went, GET /first only predicts, with the saved model for the other Worker. */
import { Model, dense } from "downhill";
import { conform } from "../conformance.js";

export default {
  async fetch(request) {
    if (new URL(request.url).pathname === "/first") {
      const options = { inputs: 2, layers: [dense(8, "relu"), dense(1)], loss: "mse", standardize: false };
      return Response.json([...new Model(options).predict([1, 2])]);
    }
    const { outcome, saved, rows, predictions, mixed } = await conform();
    return Response.json({
      outcome,
      saved: [...saved],
      rows: [...rows],
      predictions: [...predictions],
      mixed: { ...mixed, saved: [...mixed.saved], predictions: [...mixed.predictions] },
    });
  },
};
