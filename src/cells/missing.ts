/** Words that stand for a missing value in the text of a file, in lower case. In quotes they are texts: "NA" may be a country. */
export const MISSING_WORDS: readonly string[] = ["na", "n/a", "nan", "null", "?", "-"];

/** Whether a trimmed cell that stood in no quotes is missing: empty, NA, N/A, NaN, null in any case, ? or -. */
export function isMissingText(cell: string): boolean {
  // The longest of the words has four letters, and most cells are longer or numbers.
  return cell === "" || (cell.length <= 4 && MISSING_WORDS.includes(cell.toLowerCase()));
}
