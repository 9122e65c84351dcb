import { DataError, DivergedError, OptionError, ShapeError } from "../../index.js";

/** A command line that cannot be carried out: a wrong option, options that exclude each other. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What every command returns: 0 done, 130 stopped by Ctrl-C. Failures are thrown and become 1 or 2 in `explain`. */
export type ExitCode = 0 | 1 | 2 | 130;

/** Operating system errors that the person at the keyboard can mend. */
const FILE_TROUBLE: Record<string, string> = {
  ENOENT: "no such file or folder",
  EACCES: "no permission",
  EPERM: "not permitted",
  EISDIR: "is a folder, not a file",
  ENOTDIR: "a part of the path is a file, not a folder",
  ENOSPC: "no space left on the disk",
  EROFS: "the disk is read-only",
  EMFILE: "too many open files",
};

/**
 * One line for a person and the exit code: 2 when the command or its data is to blame, 1 when the program itself is.
 */
export function explain(error: unknown): { code: ExitCode; text: string } {
  if (!(error instanceof Error)) return { code: 1, text: String(error) };
  const trouble = error as NodeJS.ErrnoException;
  if (trouble.code !== undefined && trouble.code in FILE_TROUBLE) {
    return { code: 2, text: `${trouble.path ?? trouble.syscall}: ${FILE_TROUBLE[trouble.code]}.` };
  }
  const blame = [UsageError, DataError, OptionError, ShapeError].some((kind) => error instanceof kind);
  if (blame) return { code: 2, text: oneLine(error.message) };
  if (error instanceof DivergedError) {
    const { epoch, update, learningRate } = error;
    const what = `the training lost its way at epoch ${epoch}, update ${update}: its numbers became infinite.`;
    const gentler = learningRate > 1 ? 0.001 : Number((learningRate / 10).toPrecision(6));
    return { code: 2, text: `${what} Try --learning-rate ${gentler}. Nothing was saved.` };
  }
  return { code: 1, text: `unexpected failure, please report it: ${error.stack ?? error.message}` };
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, " ");
}
