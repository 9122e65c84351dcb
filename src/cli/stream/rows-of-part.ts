import { dataset, type Dataset } from "../../index.js";
import type { ClassName } from "../problem/target.js";
import type { StreamedRows } from "./streamed-file.js";

/** Rows that are kept: those of one part, as `dataset` takes them. */
export class RowsOfPart {
  readonly #columns: readonly string[];
  readonly #isClass: boolean;
  #inputs: Float64Array;
  readonly #targets: number[] = [];
  readonly #labels: ClassName[] = [];
  rows = 0;

  /** @param columns names of the inputs */
  constructor(columns: readonly string[], isClass: boolean) {
    this.#columns = columns;
    this.#isClass = isClass;
    this.#inputs = new Float64Array(1024 * columns.length);
  }

  add({ numbers, width, texts }: StreamedRows, row: number): void {
    const inputs = this.#columns.length;
    if ((this.rows + 1) * inputs > this.#inputs.length) {
      const larger = new Float64Array(2 * this.#inputs.length);
      larger.set(this.#inputs);
      this.#inputs = larger;
    }
    const from = row * width;
    this.#inputs.set(numbers.subarray(from, from + inputs), this.rows * inputs);
    this.rows++;
    const target = width > inputs ? numbers[from + inputs] : texts[row];
    if (this.#isClass) this.#labels.push(target);
    else this.#targets.push(target as number);
  }

  /** Undefined where there are none. */
  dataset(): Dataset | undefined {
    if (this.rows === 0) return undefined;
    const inputs = this.#inputs.slice(0, this.rows * this.#columns.length);
    const layout = { inputWidth: this.#columns.length, columns: this.#columns };
    return this.#isClass
      ? dataset({ inputs, labels: this.#labels as string[] }, layout)
      : dataset({ inputs, targets: this.#targets }, layout);
  }
}
