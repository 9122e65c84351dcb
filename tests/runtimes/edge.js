/** An edge function: it trains and scores inside a request. */
import { Model, dense } from "downhill";
import { conform } from "./conformance.js";
import { expectSameScores } from "./scoring.js";

async function answer(request) {
  if (new URL(request.url).pathname === "/first") {
    const options = { inputs: 2, layers: [dense(8, "relu"), dense(1)], loss: "mse", standardize: false };
    return Response.json([...new Model(options).predict([1, 2])]);
  }
  const { outcome, saved, rows, predictions, mixed } = await conform();
  expectSameScores(saved, rows, predictions);
  expectSameScores(mixed.saved, mixed.rows, mixed.predictions);
  return Response.json(outcome);
}

addEventListener("fetch", (event) => event.respondWith(answer(event.request)));
