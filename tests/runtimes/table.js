/** downhill/table: a model of texts, dates, answers and gaps, which predicts from plain records, here and where it is only loaded. */
import { DataError, Model, dense } from "downhill";
import { encode, table } from "downhill/table";
import { hashOf } from "./hash.js";

/** Rows as a CSV reader gives them. */
const records = Array.from({ length: 90 }, (_, i) => ({
  town: ["Oslo", "Bergen", "", "Århus"][(i * i + i) % 4],
  day: `${2014 + (i % 3)}-${String((i % 12) + 1).padStart(2, "0")}-${String(((i * 5) % 28) + 1).padStart(2, "0")}`,
  open: i % 5 === 4 ? null : i % 2 === 0,
  wind: i % 7 === 3 ? NaN : ((i * 37) % 101) / 8,
  rain: String(((i * 53) % 97) / 16),
}));

/**
 * @returns the hash of the encoded rows, of the parameters and of predictions from records; and the model's bytes with records and what they
 *   must give
 */
export function tableConformance() {
  const data = table(records, { target: "rain", missing: "median", dates: ["weekday", "dayOfYear"] });
  const { train, validation } = data.split({ validation: 0.2, shuffle: 3 });
  const model = new Model({ inputs: train, layers: [dense(9, "tanh"), dense(1)], loss: "mae", seed: 7 });
  model.fitSync(train, { epochs: 5, batchSize: 16, validation });
  const rows = records.slice(0, 40);
  const predictions = model.predictAll(rows);
  rows.forEach((row, r) => {
    if (!Object.is(model.predict(row)[0], predictions[r]))
      throw new Error(`downhill/table: row ${r} alone is ${model.predict(row)[0]}, not ${predictions[r]}`);
  });
  expectOneLibrary(model);
  const hash = hashOf([encode(model, data).values, model.parameters, predictions]);
  return { hash, scored: { saved: model.save(), rows, predictions } };
}

/** @throws Error when the two entries are two copies: an error of the one would be none of the other */
function expectOneLibrary(model) {
  try {
    encode(model, records);
  } catch (error) {
    if (model instanceof Model && error instanceof DataError) return;
    throw error;
  }
  throw new Error("downhill/table: encode takes records");
}
