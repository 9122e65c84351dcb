import { isMissingText } from "../../cells/missing.js";

const MINUS = 45;
const PLUS = 43;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const CARRIAGE_RETURN = 13;
const LINE_END = 10;

/** Powers of ten that a float64 holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));
/** Digits of a whole number that a float64 always holds exactly. */
const MOST_DIGITS = 15;

/** What is to be read of each line. */
export interface Wanted {
  readonly delimiter: number;
  /** Cells of a line. */
  readonly width: number;
  /** For each cell of a line the place in a row of numbers where it goes; -1 for a cell that is passed over, TEXT for the text. */
  readonly places: Int32Array;
  /** Numbers in a row. */
  readonly rowWidth: number;
  /** The place of the target among the numbers, whose digits must not be a name such as 007; -1 for none. */
  readonly strict: number;
}

/** The place of a cell that is wanted as text. */
export const TEXT = -2;

/** Lines as numbers. */
export interface NumberLines {
  readonly rows: number;
  /** [rows x rowWidth] */
  readonly numbers: Float64Array;
  /** The text of each row, where one is wanted. */
  readonly texts: string[];
}

/**
 * Lines of plain numbers, straight from their bytes, each number to the last bit what Number() gives; undefined for anything else: a
 * quote, a blank, an empty cell, too few cells, a number of many digits. Those are for a parser that knows all of CSV.
 *
 * A number of up to 15 digits is a whole number divided by a power of ten, both exact, so that one division rounds correctly (Clinger
 * 1990, "How to read floating point numbers accurately").
 */
export function readNumberLines(
  bytes: Uint8Array,
  { delimiter, width, places, rowWidth, strict }: Wanted,
): NumberLines | undefined {
  let numbers = new Float64Array(1024 * rowWidth);
  const texts: string[] = [];
  let rows = 0;
  let at = 0;
  while (at < bytes.length) {
    // A blank line.
    if (bytes[at] === LINE_END) {
      if (width === 1) return undefined;
      at++;
      continue;
    }
    if ((rows + 1) * rowWidth > numbers.length) {
      const larger = new Float64Array(2 * numbers.length);
      larger.set(numbers);
      numbers = larger;
    }
    const start = rows * rowWidth;
    for (let cell = 0; cell < width; cell++) {
      const place = places[cell];
      let code = bytes[at];
      if (place >= 0) {
        const negative = code === MINUS;
        if (negative || code === PLUS) code = bytes[++at];
        const first = at;
        let value = 0;
        let digits = 0;
        while (code >= ZERO && code <= NINE) {
          value = value * 10 + (code - ZERO);
          digits++;
          code = bytes[++at];
        }
        if (place === strict && digits > 1 && bytes[first] === ZERO) return undefined;
        let decimals = 0;
        if (code === POINT) {
          code = bytes[++at];
          while (code >= ZERO && code <= NINE) {
            value = value * 10 + (code - ZERO);
            decimals++;
            code = bytes[++at];
          }
        }
        digits += decimals;
        if (digits === 0 || digits > MOST_DIGITS) return undefined;
        const size = decimals > 0 ? value / POWERS[decimals] : value;
        numbers[start + place] = negative ? -size : size;
      } else {
        const first = at;
        while (code !== delimiter && code !== LINE_END && code !== CARRIAGE_RETURN && at < bytes.length) {
          if (code === 34) return undefined;
          code = bytes[++at];
        }
        if (place === TEXT) {
          const text = asText(bytes, first, at);
          if (text === undefined) return undefined;
          texts.push(text);
        }
      }
      if (code === CARRIAGE_RETURN && bytes[at + 1] === LINE_END) code = bytes[++at];
      const ends = cell === width - 1;
      // The end of the file is one of a line.
      if (ends ? code !== LINE_END && at < bytes.length : code !== delimiter) return undefined;
      at++;
    }
    rows++;
  }
  return { rows, numbers: numbers.subarray(0, rows * rowWidth), texts };
}

/** A cell of letters and digits as text; undefined for one that may need more than its bytes: blanks around it, other characters. */
function asText(bytes: Uint8Array, from: number, to: number): string | undefined {
  if (from === to) return undefined;
  let text = "";
  for (let at = from; at < to; at++) {
    const code = bytes[at];
    if (code <= 32 || code > 126) return undefined;
    text += String.fromCharCode(code);
  }
  return isMissingText(text) ? undefined : text;
}
