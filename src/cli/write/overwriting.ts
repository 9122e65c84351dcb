import { readFileSync, realpathSync, statSync } from "node:fs";
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
  checkKept(output, (path) => isOf(path, MODEL), "is not a downhill model");
}

/**
 * Throws if writing would replace one of the inputs, by whatever name, or without `force` any file: nothing in a CSV file
 * says who has written it.
 */
export function checkPredictionsOutput(output: Output): void {
  checkKept(output, () => false, "is there already");
}

/** As checkModelOutput, for a checkpoint; one that is there is only replaced where the fit goes on from it. */
export function checkCheckpointOutput(output: Output, resumes: boolean): void {
  const advice = "is there already. Add --resume to go on from it, or write to another file";
  checkKept(
    output,
    (path) => resumes && isOf(path, CHECKPOINT),
    isOf(output.path, CHECKPOINT) ? advice : "is not a checkpoint of downhill",
  );
}

/** The formats that our files say they have. */
const MODEL = "downhill";
const CHECKPOINT = "downhill checkpoint";

function checkKept(
  { option, path, inputs, force = false }: Output,
  isOurs: (path: string) => boolean,
  objection: string,
): void {
  const input = inputs.find((candidate) => isSameFile(path, candidate));
  if (input !== undefined) {
    const also = input === path ? "" : `, the same file as ${input},`;
    throw new UsageError(
      `${option} ${path}: this file${also} is read by the command and would be lost. Write to another file.`,
    );
  }
  const existing = statSync(path, { throwIfNoEntry: false });
  // An empty file, as mktemp makes one, has nothing to lose; a device such as /dev/stdout is written into.
  if (force || !existing?.isFile() || existing.size === 0 || isOurs(path)) return;
  throw new UsageError(
    `${option} ${path}: the file ${objection}, and would be replaced. Write to another file, or add --force.`,
  );
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

/** Whether a file is a safetensors file of this format, be it damaged behind its header. */
function isOf(path: string, format: string): boolean {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
  const bytes = readFileSync(path);
  const length = bytes.length < 8 ? 0n : bytes.readBigUInt64LE();
  if (length > BigInt(bytes.length - 8)) return false;
  try {
    const header: unknown = JSON.parse(bytes.toString("utf8", 8, 8 + Number(length)));
    const { __metadata__: metadata } = header as { __metadata__?: Record<string, unknown> };
    return metadata?.format === format;
  } catch {
    return false;
  }
}
