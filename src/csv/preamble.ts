import { isPlain } from "../cells/numerals.js";

/** What may stand above the header: the separator as spreadsheets note it, and comments. */
export interface Preamble {
  /** The separator of the file's first line `sep=;`. */
  readonly delimiter?: string;
  /** How many lines they are. */
  readonly lines: number;
}

const SEPARATOR_LINE = /^"?sep=([^"\n])"?$/i;

/** @param text with line ends "\n" */
export function readPreamble(text: string, delimiters: readonly string[]): Preamble {
  const lines = text.split("\n");
  const delimiter = SEPARATOR_LINE.exec(lines[0])?.[1];
  const first = delimiter === undefined ? 0 : 1;
  let header = first;
  while (
    header < lines.length &&
    isSkipped(lines, header, delimiter === undefined ? delimiters : [delimiter])
  )
    header++;
  return { delimiter, lines: header };
}

function isSkipped(lines: readonly string[], i: number, delimiters: readonly string[]): boolean {
  const line = lines[i];
  if (line.trim() === "") return true;
  return line.startsWith("#") && !namesColumns(line, lines[i + 1] ?? "", delimiters);
}

/**
 * Whether a line that begins with # is no comment but a header, such as `#,name`: the line below has equally many cells,
 * numbers among them.
 */
function namesColumns(line: string, below: string, delimiters: readonly string[]): boolean {
  return delimiters.some((delimiter) => {
    const cells = below.split(delimiter);
    return cells.length === line.split(delimiter).length && cells.some((cell) => isPlain(cell.trim()));
  });
}
