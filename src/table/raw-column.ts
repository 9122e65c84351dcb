import { show } from "../base/check.js";
import { DataError } from "../base/errors.js";
import { yesNo } from "../cells/yes-no.js";
import { isFloatArray } from "../data/rows.js";
import type { RawField } from "../encoding/raw-source.js";
import { isMissing, readNumber, readText, whyUnfit } from "../encoding/read-cell.js";

/** A column as numbers, NaN where a cell is missing; of texts their places in `texts`. */
export interface RawColumn {
  readonly field: RawField;
  readonly values: Float64Array;
  /** How many cells are missing. */
  readonly missing: number;
}

/** @throws DataError for a cell that is not of the field's kind (says which) */
export function readColumn(caller: string, field: RawField, cells: ArrayLike<unknown>): RawColumn {
  const { kind } = field;
  if (kind === "number" && isFloatArray(cells)) return readFloats(caller, field, cells);
  const values = new Float64Array(cells.length);
  const texts = kind === "text" ? textsOf(caller, field, cells) : undefined;
  const written = texts ?? (kind === "yes-no" ? answersOf(cells) : undefined);
  const places = new Map(texts?.map((text, place) => [text, place]));
  let missing = 0;
  let isRewritten = false;
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row];
    if (isMissing(cell)) {
      values[row] = NaN;
      missing++;
      continue;
    }
    const value = texts ? places.get(readText(cell) as string) : readNumber(field, cell);
    if (value === undefined) throw unfit(caller, field, cell, row);
    values[row] = value;
    isRewritten ||= !texts && typeof cell === "string" && cell.trim() !== (written?.[value] ?? String(value));
  }
  const found = { ...(written && { texts: written }), ...(isRewritten && { isRewritten: true as const }) };
  return { field: { ...field, ...found }, values, missing };
}

function readFloats(caller: string, field: RawField, cells: Float32Array | Float64Array): RawColumn {
  const values = cells.BYTES_PER_ELEMENT === 8 ? (cells as Float64Array) : Float64Array.from(cells);
  let missing = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (Number.isNaN(value)) missing++;
    else if (!Number.isFinite(value)) throw unfit(caller, field, value, row);
  }
  return { field, values, missing };
}

/** The distinct texts, by code unit. */
function textsOf(caller: string, field: RawField, cells: ArrayLike<unknown>): string[] {
  const texts = new Set<string>();
  for (let row = 0; row < cells.length; row++) {
    if (isMissing(cells[row])) continue;
    const text = readText(cells[row]);
    if (text === undefined) throw unfit(caller, field, cells[row], row);
    texts.add(text);
  }
  return [...texts].sort();
}

/** How no and yes are written where they are first met; undefined where they are numbers. */
function answersOf(cells: ArrayLike<unknown>): string[] | undefined {
  const met: (string | undefined)[] = [undefined, undefined];
  for (let row = 0; row < cells.length && met.includes(undefined); row++) {
    const cell = cells[row];
    const answer = yesNo(typeof cell === "string" ? cell.trim() : cell);
    if (answer !== undefined) met[answer] ??= readText(cell);
  }
  const answers = met.map((text, answer) => text ?? String(answer));
  return answers.join() === "0,1" ? undefined : answers;
}

function unfit(caller: string, field: RawField, cell: unknown, row: number): DataError {
  return new DataError(
    `${caller}: row ${row}: ${whyUnfit(field, cell)} ` +
      (field.kind === "text"
        ? "A cell is a text, a number, true or false, or null."
        : `Mend the cell, set it to null where nothing is known, or say kinds: { ${show(field.name)}: "text" }.`),
    { received: cell, row },
  );
}
