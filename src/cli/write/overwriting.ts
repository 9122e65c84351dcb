import { readFileSync, realpathSync, statSync } from "node:fs";
import { formatOf, type Format } from "../base/container.js";
import { isReport } from "../base/report-file.js";
import { UsageError } from "../base/failure.js";

/** A file that a command is asked to write, and what must not be lost by it. */
export interface Output {
  /** The option that names it, for errors. */
  readonly option: string;
  readonly path: string;
  /** The files that the command reads. */
  readonly inputs: readonly string[];
  /** The user's word that a file may be replaced whatever it is; never one of the inputs. */
  readonly force?: boolean;
}

/** Throws if writing would replace one of the inputs, under any name, or without `force` anything but a downhill model. */
export function checkModelOutput(output: Output): void {
  checkInputsKept(output);
  const { option, path, force } = output;
  if (force || hasNothingToLose(path) || holds(path, "downhill")) return;
  throw new UsageError(
    `${option} ${path}: the file is not a downhill model, and would be replaced. Write to another file, or add --force.`,
  );
}

/**
 * Throws if writing would replace one of the inputs, by whatever name, or without `force` any file: nothing in a CSV file
 * says who has written it.
 */
export function checkPredictionsOutput(output: Output): void {
  checkInputsKept(output);
  const { option, path, force } = output;
  if (force || hasNothingToLose(path)) return;
  throw new UsageError(
    `${option} ${path}: the file is there already, and would be replaced. Write to another file, or add --force.`,
  );
}

/** As checkModelOutput, for a report, whose place another report may take. */
export function checkReportOutput(output: Output): void {
  checkInputsKept(output);
  const { option, path, force } = output;
  if (force || hasNothingToLose(path) || isReport(readFileSync(path))) return;
  throw new UsageError(
    `${option} ${path}: the file is not a report of downhill, and would be replaced. Write to another file, or add --force.`,
  );
}

/**
 * As checkModelOutput, for a checkpoint.
 *
 * @param resumes whether the training goes on from the file, which then must be a checkpoint: `force` makes it none
 */
export function checkCheckpointOutput(output: Output, resumes: boolean): void {
  checkInputsKept(output);
  const { path, force } = output;
  if (hasNothingToLose(path)) return;
  const isCheckpoint = holds(path, "downhill checkpoint");
  if (resumes ? isCheckpoint : force) return;
  throw new UsageError(`${output.option} ${path}: ${whyKept(path, isCheckpoint, resumes)}`);
}

/** Why the file in a checkpoint's place is neither gone on from nor replaced, and what to do. */
function whyKept(path: string, isCheckpoint: boolean, resumes: boolean): string {
  if (isCheckpoint) {
    return "a checkpoint is there already. Add --resume to go on from it, or --force to begin anew, or name another file.";
  }
  const what = holds(path, "downhill")
    ? "this is a model, not a checkpoint"
    : "this is no checkpoint of downhill";
  return resumes
    ? `${what}: there is no training in it to go on from. Name the file that --checkpoint wrote, or one that is not there yet.`
    : `${what}, and would be replaced. Write to another file, or add --force.`;
}

function checkInputsKept({ option, path, inputs }: Output): void {
  const input = inputs.find((candidate) => isSameFile(path, candidate));
  if (input === undefined) return;
  const also = input === path ? "" : `, the same file as ${input},`;
  throw new UsageError(
    `${option} ${path}: this file${also} is read by the command and would be lost. Write to another file.`,
  );
}

/** An empty file, as mktemp makes one, has nothing to lose; a device such as /dev/stdout is written into. */
function hasNothingToLose(path: string): boolean {
  const existing = statSync(path, { throwIfNoEntry: false });
  return !existing?.isFile() || existing.size === 0;
}

function holds(path: string, format: Format): boolean {
  return formatOf(readFileSync(path)) === format;
}

/** Whether two paths lead to one file: through links of both kinds, folders, or letters in another case. */
function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }));
  if (!a?.isFile() || !b?.isFile()) return false;
  // Some disks of Windows number no files: there the real path decides.
  const isNumbered = a.ino !== 0n && b.ino !== 0n;
  return isNumbered
    ? a.dev === b.dev && a.ino === b.ino
    : realpathSync.native(one) === realpathSync.native(other);
}
