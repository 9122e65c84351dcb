/** downhill/stream: the networks trained on batches, in a window smaller than their rows. */
import { Model, OptionError } from "downhill";
import { fit } from "downhill/stream";
import { hashOf } from "./hash.js";

/**
 * @param networks what they are made of, their data and options of their fits
 * @returns the hash of all parameters, which must not depend on how the rows are cut into batches
 */
export async function streamHash(networks) {
  const hashes = [];
  for (const most of [7, 64]) {
    const trained = [];
    for (const { options, data, fit: fitOptions } of networks) {
      const { epochs, batchSize } = fitOptions;
      const model = new Model({ inputs: data, seed: 7, ...options });
      const size = batchSize === "all" ? 32 : batchSize;
      await fit(model, () => slices(data, most), { epochs, batchSize: size, shuffleRows: 96 });
      trained.push(model.parameters);
    }
    hashes.push(hashOf(trained));
  }
  if (hashes[0] !== hashes[1]) throw new Error(`downhill/stream: the cut changes the bits: ${hashes}`);
  await expectOneLibrary(networks[0]);
  return hashes[0];
}

async function* slices(data, most) {
  for (let from = 0; from < data.rows; from += most) {
    await undefined;
    yield data.slice(from, Math.min(data.rows, from + most));
  }
}

/** @throws Error when the two entries are two copies: an error of the one would be none of the other */
async function expectOneLibrary({ options, data }) {
  try {
    await fit(new Model({ inputs: data, ...options }), [data], { epochs: 1, shuffleRows: -1 });
  } catch (error) {
    if (error instanceof OptionError) return;
    throw error;
  }
  throw new Error("downhill/stream: takes a window of -1 rows");
}
