import { isObject, mustBe } from "../base/check.js";
import { DataError, OptionError } from "../base/errors.js";
import { dataset, type DatasetOptions, type DatasetSource } from "../data/dataset.js";
import { checkDataset, isDataset } from "../data/is-dataset.js";
import type { DatasetParts } from "../data/parts.js";
import { readSomeWeights } from "../data/weights.js";
import type { Learner } from "../network/learner.js";

/** Rows that come together, as `dataset` takes them; how many is up to whoever makes them, and changes nothing. */
export type Batch = DatasetSource & Pick<DatasetOptions, "weights" | "columns">;

/**
 * Where rows come from, pass after pass: a function that begins anew, or what can be iterated anew, as an array. A generator that runs
 * is neither.
 */
export type Batches = Rows | (() => Rows | Promise<Rows>);

type Rows = Iterable<Batch> | AsyncIterable<Batch>;

/** The batches of one pass, each checked by itself. `from` is the number of its first row. */
export async function* batchesOf(
  caller: string,
  learner: Learner,
  batches: Batches,
): AsyncGenerator<{ readonly data: DatasetParts; readonly from: number }> {
  const rows = typeof batches === "function" ? await batches() : batches;
  if (!isIterable(rows)) {
    throw mustBe(
      caller,
      "batches",
      "a function that gives an (async) iterable of batches, or such an iterable",
      rows,
    );
  }
  let from = 0;
  let number = 0;
  for await (const batch of rows) {
    const data = readBatch(`${caller}: batch ${number++}`, learner, batch);
    yield { data, from };
    from += data.rows;
  }
  if (from === 0)
    throw new DataError(`${caller}: the batches have no rows. At least one is needed.`, {
      expected: "at least one row",
    });
}

/** @throws OptionError for what can be gone through only once */
export function checkRepeatable(caller: string, batches: Batches): void {
  if (typeof batches === "function" || !isIterable(batches)) return;
  // An iterator of its own is what a generator gives, and a stream is locked once it is read.
  const once =
    (Symbol.asyncIterator in batches && (batches as object) === batches[Symbol.asyncIterator]()) ||
    (Symbol.iterator in batches && (batches as object) === batches[Symbol.iterator]()) ||
    "getReader" in batches;
  if (!once) return;
  throw new OptionError(
    `${caller}: these batches can be gone through only once, and fit needs one pass for the scale and one an epoch. Give a function that ` +
      "begins anew: fit(model, () => batches(), options).",
    { expected: "a function", received: batches },
  );
}

export function readBatch(caller: string, { spec, outputs }: Learner, batch: unknown): DatasetParts {
  if (isDataset(batch)) return checkDataset(caller, batch);
  if (!isObject(batch))
    throw mustBe(caller, "it", "{ inputs, targets } or { inputs, labels }", batch, DataError);
  const { weights, columns, ...source } = batch as unknown as Batch;
  const widths = { inputWidth: spec.inputs, ...(source.targets !== undefined && { targetWidth: outputs }) };
  let parts: DatasetParts;
  try {
    parts = dataset(source, { ...widths, ...(columns !== undefined && { columns }) });
  } catch (error) {
    throw renamed(caller, error);
  }
  return weights === undefined ? parts : { ...parts, weights: readSomeWeights(caller, weights, parts.rows) };
}

/** An error of `dataset` as one of this caller. */
function renamed(caller: string, error: unknown): unknown {
  if (error instanceof Error) error.message = error.message.replace(/^dataset/, caller);
  return error;
}

function isIterable(value: unknown): value is Rows {
  return isObject(value) && (Symbol.asyncIterator in value || Symbol.iterator in value);
}
