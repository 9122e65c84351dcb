import { fieldsOf, isObject, mustBe } from "../base/check.js";
import { DataError, OptionError } from "../base/errors.js";
import { dataset, type DatasetOptions, type DatasetSource } from "../data/dataset.js";
import { checkDataset, isDataset } from "../data/is-dataset.js";
import type { DatasetParts } from "../data/parts.js";
import { readSomeWeights } from "../data/weights.js";
import type { Learner } from "../network/learner.js";
import type { Signal } from "../training/history.js";

/** Rows that come together, as `dataset` takes them; how many is up to whoever makes them, and changes nothing. */
export type Batch = DatasetSource & Pick<DatasetOptions, "weights" | "columns">;

/**
 * Where rows come from, pass after pass: a function that begins anew, or what can be iterated anew, as an array. A generator or a stream
 * that runs is neither.
 */
export type Batches = Rows | (() => Rows | Promise<Rows>);

type Rows = Iterable<Batch> | AsyncIterable<Batch>;

/** Some rows, each checked by itself. */
export interface SomeRows {
  readonly data: DatasetParts;
  /** The number of the first of them. */
  readonly from: number;
}

/** The batches of one pass; an aborted signal ends it, also while a batch is waited for. */
export async function* batchesOf(
  caller: string,
  learner: Learner,
  batches: Batches,
  signal?: Signal,
): AsyncGenerator<SomeRows, void> {
  const rows = typeof batches === "function" ? await batches() : batches;
  if (!isIterable(rows)) {
    throw mustBe(
      caller,
      "batches",
      "a function that gives an (async) iterable of batches, or such an iterable",
      rows,
    );
  }
  const iterator = Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  const abortion = whenAborted(signal);
  let isOver = false;
  try {
    let from = 0;
    for (let number = 0; ; number++) {
      const next = await Promise.race([iterator.next(), abortion.happens]);
      isOver = next === undefined || next.done === true;
      if (next === undefined || next.done) return;
      const data = readBatch(`${caller}: batch ${number}`, learner, next.value);
      yield { data, from };
      from += data.rows;
    }
  } finally {
    abortion.forget();
    // Not waited for: a source that hangs would hold up its end as well.
    if (!isOver || signal?.aborted) void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}

/** A Promise of the signal's abortion, which gives undefined. */
function whenAborted(signal: Signal | undefined): { happens: Promise<undefined>; forget: () => void } {
  let listener = (): void => undefined;
  const happens = new Promise<undefined>((resolve) => (listener = () => resolve(undefined)));
  if (signal?.aborted) listener();
  signal?.addEventListener("abort", listener);
  return { happens, forget: () => signal?.removeEventListener("abort", listener) };
}

/** @throws OptionError for what can be gone through only once */
export function checkRepeatable(caller: string, batches: Batches): void {
  if (typeof batches === "function" || !isIterable(batches)) return;
  const { pipe, getReader } = fieldsOf(batches);
  // A generator gives itself for an iterator; streams of Node and of the web are used up once they are read.
  const once =
    typeof pipe === "function" ||
    typeof getReader === "function" ||
    (Symbol.asyncIterator in batches && (batches as object) === batches[Symbol.asyncIterator]()) ||
    (Symbol.iterator in batches && (batches as object) === batches[Symbol.iterator]());
  if (!once) return;
  throw new OptionError(
    `${caller}: these batches can be gone through only once, and fit needs one pass for the scale and one an epoch. Give a function that ` +
      "begins anew: fit(model, () => batches(), options).",
    { expected: "a function", received: batches },
  );
}

function readBatch(caller: string, { spec, outputs }: Learner, batch: unknown): DatasetParts {
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
