/** On which line of the file each row begins: a row a line, but for blank lines and quoted cells of several lines. */
export class Lines {
  /** Rows that are not on the line behind that of the row before them, and their lines. */
  readonly #rows: number[] = [];
  readonly #lines: number[] = [];
  #next = -1;

  /** The line of the row that follows those added. */
  add(row: number, line: number): void {
    if (line !== this.#next) {
      this.#rows.push(row);
      this.#lines.push(line);
    }
    this.#next = line + 1;
  }

  of(row: number): number {
    let low = 0;
    let high = this.#rows.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#rows[middle] <= row) low = middle;
      else high = middle - 1;
    }
    return this.#lines[low] + row - this.#rows[low];
  }
}
