import { readFileSync, statSync } from "node:fs";
import { DownhillError, Model, type Dataset, type ResumeOptions } from "../../../index.js";
import { readMetadata, readTensor } from "../../base/container.js";
import { UsageError } from "../../base/failure.js";
import { listed } from "../../base/format.js";
import { isNotes, type Notes } from "../../problem/notes.js";

/** Columns that an error names. */
const MOST_INPUTS = 10;

/** A training that the file of --checkpoint holds. */
export interface KeptTraining {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Epochs that are done. */
  readonly epochs: number;
  readonly notes: Notes;
}

/**
 * The training that a checkpoint holds; undefined where there is no file yet.
 *
 * @param notes of the command that is to go on with it
 * @throws UsageError where it is another command's, and says what differs
 */
export function readKeptTraining(path: string, notes: Notes): KeptTraining | undefined {
  const existing = statSync(path, { throwIfNoEntry: false });
  if (existing === undefined || existing.size === 0) return undefined;
  const bytes = readFileSync(path);
  const { epochsDone, kept } = decode(path, bytes);
  const different = differences(kept, notes);
  if (different.length > 0) {
    throw new UsageError(
      `--checkpoint ${path}: the training in it is another one: ${different.join(", ")}. Repeat the command that it came ` +
        `from; or, to begin anew, leave out --resume and add --force or name another file.`,
    );
  }
  return { file: path, bytes, epochs: epochsDone, notes: kept };
}

/** What a checkpoint says of its training. */
function decode(path: string, bytes: Buffer): { epochsDone: number; kept: Notes } {
  const fit = readMetadata(bytes).fit as string;
  const model = readTensor(bytes, "model") as Uint8Array;
  let notes: Partial<Notes> | undefined;
  let epochsDone: number;
  try {
    ({ epochsDone } = JSON.parse(fit) as { epochsDone: number });
    notes = (Model.load(model).notes as { cli?: Partial<Notes> }).cli;
  } catch (error) {
    throw damaged(path, error);
  }
  if (isNotes(notes) && notes.options !== undefined) return { epochsDone, kept: notes };
  throw new UsageError(
    `--checkpoint ${path}: this checkpoint was not made by "downhill fit" (of this version), so that it is unknown which ` +
      `columns it reads. Use Model.resume in a program, or name another file.`,
  );
}

function damaged(path: string, cause: unknown): UsageError {
  return new UsageError(
    `--checkpoint ${path}: the checkpoint is damaged, or another version of downhill made it. Name another file to begin anew.`,
    { cause },
  );
}

/** Goes on with a kept training, on the same rows. */
export function resume(
  { file, bytes }: KeptTraining,
  train: Dataset,
  options: ResumeOptions,
): ReturnType<typeof Model.resume> {
  try {
    return Model.resume(bytes, train, options);
  } catch (error) {
    throw error instanceof DownhillError ? damaged(file, error) : error;
  }
}

/** What differs between two trainings, as clauses that say what it was. */
function differences(was: Notes, is: Notes): string[] {
  const data = changed(dataOptions(was, is), dataOptions(is, is));
  if (was.file !== is.file) data.push("its file was another one, or has changed since");
  const options = changed(was.options ?? {}, is.options ?? {});
  // Other data has other inputs, and another loss where none is typed.
  if (data.length > 0) return [...data, ...options.filter((clause) => !clause.startsWith("--loss "))];
  const areSame = was.inputs.join() === is.inputs.join();
  return [...(areSame ? [] : [`its inputs were ${listed(was.inputs, MOST_INPUTS)}`]), ...options];
}

type Options = Readonly<Record<string, string>>;

/** The options that say what is to be found; those of a series where both trainings are of one. */
function dataOptions({ target, task, series }: Notes, other: Notes): Options {
  return {
    "--target": target,
    "--task": task,
    "--past": String(series?.past ?? "not given"),
    ...(series && other.series && { "--ahead": String(series.ahead), "--gap": String(series.gap) }),
  };
}

function changed(was: Options, is: Options): string[] {
  const names = Object.keys(was).filter((name) => was[name] !== is[name]);
  return names.map((name) => `${name} was ${was[name]}`);
}
