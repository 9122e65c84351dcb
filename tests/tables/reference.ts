import { readFileSync } from "node:fs";

export interface Score {
  readonly mean: number;
  readonly sd: number;
}

type Scores = Readonly<Record<string, number>>;

/** What scikit-learn and PyTorch made of a task; scripts/table-reference.mjs picked it out. */
export interface Reference {
  /** Of the training part, of the test part. */
  readonly rows: readonly [number, number];
  readonly rowsWithMissingCell: readonly [number, number];
  readonly classes?: readonly string[];
  /** Of the encoded columns, before they are scaled. */
  readonly names: readonly string[];
  readonly means: readonly number[];
  readonly deviations: readonly number[];
  readonly scaled: readonly (0 | 1)[];
  readonly fills: Scores;
  readonly unseen: Readonly<Record<string, { categories: readonly string[]; testRows: number }>>;
  readonly firstRows: readonly { index: number; raw: readonly number[]; encoded: readonly number[] }[];
  /** Of all encoded cells of the training rows, of the test rows. */
  readonly sums: readonly [number, number];
  readonly sumsOfSquares: readonly [number, number];
  readonly linear: {
    readonly kind: "ridge" | "logistic";
    /** One list for each output. */
    readonly weights: readonly (readonly number[])[];
    readonly intercepts: readonly number[];
    readonly train: Scores;
    readonly test: Scores;
    readonly testFirst5: readonly number[] | readonly (readonly number[])[];
  };
  /** By epochs: means and deviations of the test scores over five seeds. */
  readonly networks: Readonly<Record<string, Readonly<Record<string, Score>>>>;
  readonly folds: readonly (Scores & { readonly columns: number; readonly train: number })[];
  /** In which fold each row is tested; "-" in none. */
  readonly foldOfRow: string;
  readonly variants: Readonly<Record<string, unknown>>;
}

export function readReference(name: string): Reference {
  return JSON.parse(readFileSync(`tests/tables/reference/${name}.json`, "utf8")) as Reference;
}

/** The rows that train while fold `k` is tested. Of a series only those before it. */
export function trainingRowsOf({ foldOfRow }: Reference, k: number): number[] {
  const folds = [...foldOfRow];
  const isSeries = folds.includes("-");
  const first = folds.indexOf(String(k));
  const trains = (fold: string, row: number): boolean => (isSeries ? row < first : fold !== String(k));
  return folds.flatMap((fold, row) => (trains(fold, row) ? [row] : []));
}
