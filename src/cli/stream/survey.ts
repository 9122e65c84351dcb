import { createHash } from "node:crypto";

import { DataError, type Dataset } from "../../index.js";
import { median } from "../base/statistics.js";
import type { ClassName } from "../problem/target.js";
import { PartsOfRows, Sample, TEST, TRAIN } from "./lots.js";
import { RowsOfPart } from "./rows-of-part.js";
import type { StreamedFile, WantedColumns } from "./streamed-file.js";

/** Values of which the median is taken. */
const MOST_SAMPLED = 20_000;
/** More classes than this are no classes. */
const MOST_CLASSES = 10_000;

/** What one pass over a file finds. */
export interface FileSurvey {
  readonly rows: { readonly all: number; readonly train: number };
  readonly validation: Dataset | undefined;
  readonly test: Dataset | undefined;
  /** The rows of each class, and those of the training; where the target is classes. */
  readonly classes: ReadonlyMap<ClassName, { all: number; train: number }>;
  /** Of the target where it is numbers: of all rows, mean and median of the training rows. */
  readonly values: {
    readonly low: number;
    readonly high: number;
    readonly mean: number;
    readonly median: number;
  };
  /** As `fingerprint` would have it of the whole text. */
  readonly fingerprint: string;
}

/** @param onlyYesNo whether the target was taken for classes since the first rows hold only 0 and 1 */
export async function surveyFile(
  file: StreamedFile,
  wanted: WantedColumns,
  { shares, seed, isClass, onlyYesNo }: SurveyOptions,
): Promise<FileSurvey> {
  const parts = new PartsOfRows(seed, shares);
  const names = wanted.inputs.map(({ name }) => name);
  const [validation, test] = [new RowsOfPart(names, isClass), new RowsOfPart(names, isClass)];
  const classes = new Map<ClassName, { all: number; train: number }>();
  const sample = new Sample(MOST_SAMPLED, seed);
  const hash = createHash("sha256");
  let all = 0;
  let low = Infinity;
  let high = -Infinity;
  let sum = 0;
  for await (const rows of file.rows(wanted, (bytes) => hash.update(bytes))) {
    const { count, numbers, width, texts } = rows;
    for (let row = 0; row < count; row++) {
      const target = wanted.asText ? texts[row] : numbers[row * width + width - 1];
      const part = parts.next();
      if (part !== TRAIN) (part === TEST ? test : validation).add(rows, row);
      if (isClass) {
        if (onlyYesNo && target !== 0 && target !== 1) throw notYesNo(file, wanted, rows.line(row), target);
        const counts = classes.get(target) ?? { all: 0, train: 0 };
        if (counts.all === 0) {
          classes.set(target, counts);
          if (classes.size > MOST_CLASSES) throw tooManyClasses(file, wanted);
        }
        counts.all++;
        if (part === TRAIN) counts.train++;
      } else {
        const value = target as number;
        low = Math.min(low, value);
        high = Math.max(high, value);
        if (part === TRAIN) {
          sum += value;
          sample.add(value);
        }
      }
    }
    all += count;
  }
  const train = all - validation.rows - test.rows;
  return {
    rows: { all, train },
    validation: validation.dataset(),
    test: test.dataset(),
    classes,
    values: { low, high, mean: sum / train, median: median(sample.values) },
    fingerprint: hash.digest("hex").slice(0, 16),
  };
}

export interface SurveyOptions {
  readonly shares: { readonly validation: number; readonly test: number };
  readonly seed: number;
  readonly isClass: boolean;
  readonly onlyYesNo: boolean;
}

function notYesNo(
  { path, head }: StreamedFile,
  { target }: WantedColumns,
  line: number,
  value: ClassName,
): DataError {
  return new DataError(
    `${path}: from line ${line} of the file on, column "${target.name}" has ${value}, while the first ${head.rows} rows hold only 0 and 1. ` +
      "Say --task regression, or --task classification if every number is a class.",
    { column: target.index, received: value },
  );
}

function tooManyClasses({ path }: StreamedFile, { target }: WantedColumns): DataError {
  return new DataError(
    `${path}: column "${target.name}" has more than ${MOST_CLASSES} different values. A classification needs a few classes with many rows each.`,
    { column: target.index },
  );
}
