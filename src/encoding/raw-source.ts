import type { DataSource } from "../data/parts.js";
import type { Field } from "./read-cell.js";

/** A field of a table's rows: in each row a number, as readNumber gives it, NaN where the cell is missing. */
export interface RawField extends Field {
  /** Of texts: what the numbers in the rows stand for. Of yes and no: how no and yes are written. */
  readonly texts?: readonly string[];
  /** Whether some cells were texts that the numbers do not give back, such as 7.0 or a date. */
  readonly isRewritten?: true;
}

/** Who made the rows of a table. */
export interface RawSource extends DataSource {
  readonly isRaw: true;
  readonly fields: readonly RawField[];
}

/** By its mark alone, as it may come from another copy of this package. */
export function isRawSource(source: DataSource | undefined): source is RawSource {
  return source?.isRaw === true && "fields" in source;
}
