import { checkCount, checkOptions, isObject, mustBe, show } from "../base/check.js";
import { OptionError, ShapeError } from "../base/errors.js";
import { inspectAs } from "../base/inspect.js";
import { describeDataset } from "./describe.js";
import { DATASET } from "./is-dataset.js";
import { readLabels, type Label, type Labels } from "./labels.js";
import { permutation } from "../base/random.js";
import type { DatasetParts, DataSource } from "./parts.js";
import {
  checkList,
  gatherRows,
  isList,
  packRows,
  readTable,
  rowsFrom,
  wrongCount,
  type Numbers,
  type Rows,
  type Table,
} from "./rows.js";
import { lackingClasses, stratified } from "./stratify.js";
import { planSplit, type SplitOptions } from "./split.js";
import { columnsHint, readTargets, targetCount } from "./targets.js";
import { checkTotal, readWeights } from "./weights.js";

export type { Label, Labels } from "./labels.js";
export type { Numbers, Rows, Table } from "./rows.js";
export type { SplitOptions } from "./split.js";

/** Rows of inputs with what is to be found for each: a row of targets, or the label of its class. */
export type DatasetSource =
  | { inputs: Table; targets: Table; labels?: undefined }
  | { inputs: Table; labels: Labels; targets?: undefined };

/** What else is known of the rows. */
export interface DatasetOptions {
  /** Values in a row of inputs, when they come in one flat array. */
  inputWidth?: number;
  /** Values in a row of targets, when they come in one flat array; default 1. */
  targetWidth?: number;
  /** How much each row counts, >= 0, not all 0; default 1 each. */
  weights?: Numbers;
  /** Names of the inputs, one for each column. */
  columns?: readonly string[];
}

/** Rows of inputs with rows of targets or labels. Made by `dataset` and `windows`; never changes. */
export class Dataset {
  readonly rows: number;
  /** Values in a row of inputs. */
  readonly inputWidth: number;
  /** Values in a row of targets; 1 for labels. */
  readonly targetWidth: number;
  /** The inputs where they lie. */
  readonly inputRows: Rows;
  /** The targets where they lie; undefined when there are labels. */
  readonly targetRows: Rows | undefined;
  /** For labels: the class of each row, as an index into `classes`. */
  readonly labelIndex: Int32Array | undefined;
  /** The distinct labels, numbers by value, strings by code unit. A part keeps the classes of the whole. */
  readonly classes: readonly Label[] | undefined;
  /** How much each row counts. */
  readonly weights: Float64Array | undefined;
  /** Names of the inputs, if they were given. */
  readonly columns: readonly string[] | undefined;
  /** For rows from `windows`: how the series was cut; they may be out of time order, see `chronological`. */
  readonly window: { readonly past: number; readonly ahead: number; readonly gap: number } | undefined;
  /** What is to be known of these rows, such as a class that this part of a split has no row of. */
  readonly notes: readonly string[];
  /** Whether the rows are windows of a series, in time order. */
  readonly chronological: boolean;
  /** @internal Who made them, where they are not the inputs of a network as they are. */
  readonly source: DataSource | undefined;
  #inputs: Float32Array | Float64Array | undefined;
  #targets: Float32Array | Float64Array | undefined;

  /** For `dataset` and `windows`, which check what goes in. */
  constructor(parts: DatasetParts) {
    this.rows = parts.rows;
    this.inputWidth = parts.inputRows.width;
    this.targetWidth = parts.targetRows?.width ?? 1;
    this.inputRows = parts.inputRows;
    this.targetRows = parts.targetRows;
    this.labelIndex = parts.labelIndex;
    this.classes = parts.classes;
    this.weights = parts.weights;
    this.columns = parts.columns;
    this.window = parts.window;
    this.notes = parts.notes ?? [];
    this.chronological = parts.chronological ?? parts.window !== undefined;
    this.source = parts.source;
    inspectAs(this, () => describeDataset(this));
  }

  /** @internal See isDataset. */
  get [Symbol.toStringTag](): string {
    return DATASET;
  }

  /** All inputs row after row, [rows x inputWidth]: the array itself or a view where that is possible, else a copy made once. */
  get inputs(): Float32Array | Float64Array {
    return (this.#inputs ??= packRows(this.inputRows, this.rows));
  }

  /** All targets row after row, [rows x targetWidth], as `inputs`; for labels the class of each row as an index into `classes`. */
  get targets(): Float32Array | Float64Array | Int32Array {
    return this.labelIndex ?? (this.#targets ??= packRows(this.targetRows as Rows, this.rows));
  }

  /** The label of each row, or undefined when there are targets. */
  get labels(): Label[] | undefined {
    const { labelIndex, classes } = this;
    return labelIndex && classes && Array.from(labelIndex, (index) => classes[index]);
  }

  /**
   * Divides the rows into `train`, `validation` and `test`.
   *
   * A table is shuffled by the seed first, unless shuffle is false; a part then holds copies of its rows. Windows keep
   * their time order: train is the oldest part, test the newest, and `ahead - 1 + gap` rows are left out between parts,
   * so that no target value lies in two of them. (Input days may reach back across the border.) Rows in time order that
   * you made by hand need `shuffle: false` and a `gap` that says the same.
   *
   * Labels that are shuffled are stratified: each part has its share of every class, as near as whole rows come to it. A part
   * that has no row of a class says so in its `notes`.
   *
   * Validation and test get their fraction of all rows, rounded to the nearest whole number; train gets the rest. The
   * same seed and test fraction give the same test rows, with or without validation.
   *
   * @throws OptionError for a table without `shuffle`, windows with a seed, a gap with one, or fractions out of range
   * @throws DataError when a part would be empty
   * @example
   * const { train, validation, test } = data.split({ validation: 0.1, test: 0.2, shuffle: 1 });
   */
  split<const Options extends SplitOptions>(
    options: Options & { [name in Exclude<keyof Options, keyof SplitOptions>]: never },
  ): Split<Options> {
    const caller = "Dataset.split";
    const { rows, labelIndex } = this;
    const { parts: plan, seed, stratify } = planSplit(caller, this, options);
    const shuffled = seed === undefined ? undefined : permutation(rows, seed);
    const order = shuffled && stratify ? stratified(shuffled, labelIndex as Int32Array, plan) : shuffled;
    const parts = plan.map(({ name, from, to }) => {
      const part = order ? this.#gathered(order.subarray(from, to)) : this.#viewed(from, to);
      checkTotal(caller, part.weights, name);
      const { labelIndex, classes, notes } = part;
      const lacking = labelIndex && classes ? lackingClasses(name, labelIndex, classes) : [];
      return { name, part: { ...part, notes: [...(name === "train" ? (notes ?? []) : []), ...lacking] } };
    });
    const found = this.source?.notesOfSplit?.(parts.map(({ part }) => part));
    const datasets = parts.map(({ name, part }, k) => [
      name,
      datasetOf({ ...part, notes: [...part.notes, ...(found?.[k] ?? []).map((note) => `${name}: ${note}`)] }),
    ]);
    return Object.fromEntries(datasets) as Split<Options>;
  }

  /**
   * Rows `from` up to, not including, `to`, without copying them. Classes, names and weights stay.
   *
   * @throws OptionError unless 0 <= from < to <= rows
   */
  slice(from: number, to: number = this.rows): Dataset {
    const caller = `Dataset.slice(${show(from)}, ${show(to)})`;
    checkCount(caller, "from", from, 0);
    checkCount(caller, "to", to, 0);
    if (from >= to || to > this.rows) {
      throw new OptionError(`${caller}: expected 0 <= from < to <= ${this.rows}, the number of rows.`, {
        expected: `0 <= from < to <= ${this.rows}`,
        received: [from, to],
      });
    }
    const part = this.#viewed(from, to);
    checkTotal(caller, part.weights, "the slice");
    return datasetOf(part);
  }

  /**
   * The rows with these numbers, in this order, as a copy. A number may be there twice. Classes, names and weights stay.
   *
   * Windows whose numbers rise stay in time order. In any other order they can be trained on, but not be split any more.
   *
   * @param indices row numbers from 0, at least one
   * @throws OptionError for what is no row's number (says where)
   * @throws DataError for an empty list
   * @example
   * data.take([4, 0, 0])
   */
  take(indices: Numbers): Dataset {
    const caller = "Dataset.take";
    const order = Uint32Array.from(checkList(caller, "indices", indices) as ArrayLike<number>, (row, k) => {
      if (Number.isInteger(row) && row >= 0 && row < this.rows) return row;
      throw mustBe(caller, `indices[${k}]`, `a row number from 0 to ${this.rows - 1}`, row);
    });
    const part = this.#gathered(order);
    checkTotal(caller, part.weights, "the rows taken");
    const rises = order.every((row, k) => k === 0 || row > order[k - 1]);
    return datasetOf({ ...part, chronological: this.chronological && rises });
  }

  #viewed(from: number, to: number): DatasetParts {
    return {
      ...this.#common(),
      rows: to - from,
      inputRows: rowsFrom(this.inputRows, from),
      targetRows: this.targetRows && rowsFrom(this.targetRows, from),
      labelIndex: this.labelIndex?.subarray(from, to),
      weights: this.weights?.subarray(from, to),
    };
  }

  #gathered(order: Uint32Array): DatasetParts {
    const { labelIndex, weights } = this;
    return {
      ...this.#common(),
      rows: order.length,
      inputRows: gatherRows(this.inputRows, order),
      targetRows: this.targetRows && gatherRows(this.targetRows, order),
      labelIndex: labelIndex && Int32Array.from(order, (row) => labelIndex[row]),
      weights: weights && Float64Array.from(order, (row) => weights[row]),
    };
  }

  #common() {
    const { classes, columns, window, notes, chronological, source } = this;
    return { classes, columns, window, notes, chronological, source };
  }
}

/** The parts of a split: `train`, and of `validation` and `test` those that were asked for. */
export type Split<Options> = { readonly train: Dataset } & SplitPart<Options, "validation"> &
  SplitPart<Options, "test">;

type SplitPart<Options, Name extends string> =
  Options extends Record<Name, number>
    ? { readonly [name in Name]: Dataset }
    : Name extends keyof Options
      ? { readonly [name in Name]?: Dataset }
      : { readonly [name in Name]?: undefined };

// Apart from the class: one that names itself is called _Dataset once it is bundled.
function datasetOf(parts: DatasetParts): Dataset {
  return new Dataset(parts);
}

/**
 * Rows of inputs with rows of targets, or with labels, checked cell by cell.
 *
 * Inputs and targets are nested arrays (one array a row) or flat ones, ordinary or typed. Where rows end in a flat
 * array of inputs is decided by the first of these that is known: inputWidth; the number of labels or of rows of targets
 * (nested, or by targetWidth); otherwise each value is a row of its own. Flat targets are one a row, or targetWidth.
 *
 * A flat Float32Array or Float64Array is used as it is and is not copied: leave it unchanged while the dataset is in
 * use. Rows that are all Float32Arrays are packed into a Float32Array; everything else becomes float64.
 *
 * @param data.inputs   [rows, inputWidth]
 * @param data.targets  [rows, targetWidth], or
 * @param data.labels   [rows], all numbers, all strings or all booleans: the classes
 * @throws DataError for a cell that is no finite number (says which), empty data, mixed labels, impossible weights
 * @throws ShapeError for ragged rows, or counts that do not fit together
 * @throws OptionError for an unknown or impossible option
 * @example
 * dataset({ inputs: [1, 2, 3], targets: [2, 4, 6] })  // three rows of one input and one target: y = b + w x
 * dataset({ inputs: [[5.1, 3.5], [6.2, 2.9]], labels: ["setosa", "virginica"] })
 */
export function dataset(data: DatasetSource, options: DatasetOptions = {}): Dataset {
  const caller = "dataset";
  checkSource(caller, data);
  checkOptions(caller, options, ["inputWidth", "targetWidth", "weights", "columns"]);
  const { inputWidth, targetWidth, columns } = options;
  for (const [name, width] of Object.entries({ inputWidth, targetWidth }))
    if (width !== undefined) checkCount(caller, name, width, 1);
  if (data.labels !== undefined && targetWidth !== undefined) {
    throw new OptionError(`${caller}: targetWidth is for targets; each row has one label. Leave it out.`, {
      received: targetWidth,
    });
  }
  if (columns !== undefined) checkColumns(caller, columns);

  const labelled = data.labels === undefined ? undefined : readLabels(caller, data.labels);
  const known = labelled?.index.length ?? targetCount(data.targets, targetWidth);
  const byRows = inputWidth === undefined && known !== undefined;
  const inputs = readTable(caller, "inputs", data.inputs, {
    columns,
    width: inputWidth,
    rows: byRows ? known : undefined,
  });
  const { rows: inputRows, count: rows } = inputs;
  if (columns !== undefined && columns.length !== inputRows.width) {
    throw new ShapeError(
      `${caller}: the number of names in columns is ${columns.length}, that of values in a row of inputs ${inputRows.width}.` +
        (columns.length === rows ? columnsHint(data.inputs, inputRows.width) : ""),
      { expected: inputRows.width, received: columns.length },
    );
  }
  const targetRows = labelled
    ? undefined
    : readTargets(caller, data.targets, { inputs: data.inputs, rows, inputWidth, targetWidth });
  const count = labelled?.index.length ?? rows;
  if (count !== rows) throw wrongCount(caller, "labels", count, rows, columnsHint(data.inputs, count));
  return new Dataset({
    rows,
    inputRows,
    targetRows,
    labelIndex: labelled?.index,
    classes: labelled?.classes,
    weights: options.weights === undefined ? undefined : readWeights(caller, options.weights, rows),
    columns: columns && Object.freeze([...columns]),
  });
}

function checkSource(caller: string, data: unknown): void {
  if (!isObject(data) || isList(data))
    throw mustBe(caller, "the data", "{ inputs, targets } or { inputs, labels }", data);
  checkOptions(caller, data, ["inputs", "targets", "labels"]);
  const { targets, labels } = data as Partial<DatasetSource>;
  if ((targets === undefined) === (labels === undefined)) {
    throw new OptionError(
      `${caller}: give either targets (numbers to predict) or labels (classes), ${targets === undefined ? "got neither" : "not both"}.`,
      { expected: "targets or labels" },
    );
  }
}

function checkColumns(caller: string, columns: unknown): void {
  if (!Array.isArray(columns) || !Array.from(columns).every((name) => typeof name === "string")) {
    throw mustBe(caller, "columns", "an array of strings", columns);
  }
  const twice = columns.find((name, c) => columns.indexOf(name) !== c);
  if (twice === undefined) return;
  throw new OptionError(`${caller}: columns names ${show(twice)} twice.`, { received: twice });
}
