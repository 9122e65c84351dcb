/** The first 40 characters of a string. */
export function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** A cell of a file in an error's text: shortened, in quotes, without line ends. */
export function quoted(cell: string): string {
  return JSON.stringify(shortened(cell));
}
