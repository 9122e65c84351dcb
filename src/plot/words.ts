/** The width of a text in pixels, for a sans-serif font of this size: rather too wide than too narrow, as fonts differ. */
export function widthOf(text: string, size: number): number {
  let width = 0;
  for (const letter of text) width += letterWidth(letter);
  return width * size * 1.04;
}

/** In units of the font's size: roughly those of Helvetica and DejaVu Sans, of which a page has one or something between. */
function letterWidth(letter: string): number {
  if (/[il.,:;'|!jI ]/.test(letter)) return 0.31;
  if (/[tfr()[\]/-]/.test(letter)) return 0.39;
  if (/[mwMW%@]/.test(letter)) return 0.9;
  if (/[A-Z]/.test(letter)) return 0.69;
  if (/[\u2e80-\uffff]/.test(letter) || letter.length > 1) return 1.05;
  return 0.6;
}

/** A text in lines that are at most `most` pixels wide, broken between words where that can be. */
export function wrapped(text: string, size: number, most: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (widthOf(longer, size) <= most) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (widthOf(line, size) > most) {
      const head = headOf(line, size, most);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return line === "" ? lines : [...lines, line];
}

/** The text, or its beginning and "…" where it is too wide. */
export function shortened(text: string, size: number, most: number): string {
  if (widthOf(text, size) <= most) return text;
  return `${headOf(text, size, most - widthOf("…", size)).trimEnd()}…`;
}

/** As many of the first letters as fit, at least one. */
function headOf(text: string, size: number, most: number): string {
  let head = "";
  for (const letter of text) {
    if (head !== "" && widthOf(head + letter, size) > most) break;
    head += letter;
  }
  return head;
}
