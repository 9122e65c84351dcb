import type { Label } from "./labels.js";
import type { Rows } from "./rows.js";
import type { Encoding } from "../spec/encoding.js";

/**
 * What a Dataset is made of, and all that the rooms above read of one: rows as views into arrays, checked already. Apart from the
 * class, so that code that reads rows does not depend on the code that makes, splits and shuffles them.
 */
export interface DatasetParts {
  readonly rows: number;
  readonly inputRows: Rows;
  readonly targetRows?: Rows | undefined;
  readonly labelIndex?: Int32Array | undefined;
  readonly classes?: readonly Label[] | undefined;
  readonly weights?: Float64Array | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly notes?: readonly string[] | undefined;
  /** For rows cut from a series: how. */
  readonly window?: { readonly past: number; readonly ahead: number; readonly gap: number } | undefined;
  /** Whether the rows are in time order; default: they are windows. */
  readonly chronological?: boolean;
  /** Whoever made them, where they are not the inputs of a network as they are. */
  readonly source?: DataSource | undefined;
}

/** What is known of rows by whoever made them. */
export interface DataSource {
  /** Whether their cells mean something only to who made them. */
  readonly isRaw: boolean;
  /** Whether they are already as the model's own stage takes them. */
  readonly isMatched?: true;
  /** What a model that is built for these rows makes of each. */
  encodingOf?(data: DatasetParts): Encoding;
  /** What is to be known of the parts that rows were divided into, for each of the parts. */
  notesOfSplit?(parts: readonly DatasetParts[]): readonly (readonly string[])[];
}
