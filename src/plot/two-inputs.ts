import { kindOf, mustBe } from "../base/check.js";
import { DataError, OptionError, ShapeError } from "../base/errors.js";
import type { Dataset, Model } from "../index.js";

/** Rows of two numbers. */
export interface TwoInputs {
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** What the inputs are called. */
  readonly names: readonly [string, string];
  /** Whether the model takes them by name, as columns of a table. */
  readonly isTable: boolean;
}

/** A column of a table, as a model of downhill/table has it in its spec. */
interface TableEncoding {
  readonly type: string;
  readonly features?: readonly { readonly name: string; readonly kind: string }[];
}

/** Throws unless `model` is a Model. By what it can do: it may come from another copy of this package. */
export function checkModel(caller: string, model: unknown): asserts model is Model {
  const { spec, predictAll, evaluate } = (model ?? {}) as Partial<Model>;
  if (typeof spec !== "object" || typeof predictAll !== "function" || typeof evaluate !== "function")
    throw mustBe(caller, "the first argument", "a Model", model);
}

/**
 * The rows of data for a model of two inputs.
 *
 * @throws OptionError for a model that has not two inputs, or texts, dates or yes and no among them; ShapeError or DataError for other rows
 */
export function twoInputs(caller: string, model: Model, data: Dataset): TwoInputs {
  checkModel(caller, model);
  if (kindOf(data) !== "Dataset") throw mustBe(caller, "the second argument", "a Dataset", data, DataError);
  const { inputs, encoding, columns } = model.spec;
  const { features } = (encoding ?? {}) as TableEncoding;
  const width = features?.length ?? inputs;
  if (width !== 2)
    throw new OptionError(
      `${caller}: the model has ${width} input${width === 1 ? "" : "s"}; a map shows two.`,
      {
        expected: 2,
        received: width,
      },
    );
  const other = features?.find(({ kind }) => kind !== "number");
  if (other)
    throw new OptionError(
      `${caller}: the column "${other.name}" holds a ${other.kind}; a map needs two columns of numbers.`,
      {
        expected: "number",
        received: other.kind,
      },
    );
  const known = features?.map(({ name }) => name) ?? columns ?? data.columns;
  const places = placesOf(caller, data, features ? known : columns);
  const list = data.inputs;
  const column = (c: number): Float64Array =>
    Float64Array.from({ length: data.rows }, (_, row) => list[row * data.inputWidth + places[c]]);
  const [first, second] = [column(0), column(1)];
  const missing = first.findIndex((value, row) => Number.isNaN(value) || Number.isNaN(second[row]));
  if (missing >= 0)
    throw new DataError(
      `${caller}: row ${missing} has a missing cell, and so no place on the map. Leave it out.`,
      {
        row: missing,
      },
    );
  return {
    first,
    second,
    names: known ? [known[0], known[1]] : ["first input", "second input"],
    isTable: features !== undefined,
  };
}

/** Where the model's two inputs are among the data's columns. */
function placesOf(caller: string, data: Dataset, wanted: readonly string[] | undefined): number[] {
  if (wanted && data.columns) {
    const places = wanted.map((name) => data.columns?.indexOf(name) ?? -1);
    const lacking = places.indexOf(-1);
    if (lacking < 0) return places;
    throw new DataError(`${caller}: the data have no column "${wanted[lacking]}".`, {
      expected: wanted,
      received: data.columns,
    });
  }
  if (data.inputWidth === 2) return [0, 1];
  throw new ShapeError(`${caller}: rows of data have ${data.inputWidth} inputs, those of the model 2.`, {
    expected: 2,
    received: data.inputWidth,
  });
}

/** What the model predicts for pairs of inputs, [pairs x outputs]. */
export function predictorOf(
  model: Model,
  { names, isTable }: TwoInputs,
): (first: Float64Array, second: Float64Array) => Float64Array {
  const [a, b] = names;
  if (isTable) return (first, second) => model.predictAll({ [a]: first, [b]: second });
  return (first, second) =>
    model.predictAll(
      Float64Array.from({ length: 2 * first.length }, (_, k) => (k % 2 ? second : first)[k >> 1]),
    );
}
