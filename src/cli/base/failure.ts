import { DivergedError, DownhillError } from "../../index.js";

/** A command line that cannot be carried out: a wrong option, options that exclude each other. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What every command returns: 0 done, 130 stopped by Ctrl-C. Failures are thrown and become 1 or 2 in `explain`. */
export type ExitCode = 0 | 1 | 2 | 130;

/** Errors of the operating system that the user can mend. */
const SYSTEM_ERRORS: Record<string, string> = {
  ENOENT: "no such file or folder",
  EACCES: "no permission",
  EPERM: "not permitted",
  EISDIR: "is a folder, not a file",
  ENOTDIR: "a part of the path is a file, not a folder",
  ENOSPC: "no space left on the disk",
  EDQUOT: "the quota of the disk is used up",
  EFBIG: "the file would be larger than is allowed here",
  EROFS: "the disk is read-only",
  EMFILE: "too many open files",
};

/** An error as one line and an exit code: 2 if the command or its data is to blame, 1 if the program itself is. */
export function explain(error: unknown): { code: ExitCode; text: string } {
  if (!(error instanceof Error)) return { code: 1, text: String(error) };
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (code !== undefined && code in SYSTEM_ERRORS) {
    return { code: 2, text: `${path ?? syscall}: ${SYSTEM_ERRORS[code]}.` };
  }
  if (error instanceof DivergedError) return { code: 2, text: explainDivergence(error) };
  if (error instanceof UsageError || error instanceof DownhillError) {
    return { code: 2, text: error.message.replace(/\s*\n\s*/g, " ") };
  }
  return { code: 1, text: `unexpected failure, please report it: ${error.stack ?? error.message}` };
}

function explainDivergence({ epoch, update, learningRate, message }: DivergedError): string {
  const gentler = learningRate > 1 ? 0.001 : Number((learningRate / 10).toPrecision(6));
  // Neither where it was halved already, nor for a file that is streamed.
  const canHalve = message.startsWith("Model.") && !message.includes("was halved");
  return (
    `the training diverged at epoch ${epoch}, update ${update}: its numbers are no longer finite. ` +
    `Try --learning-rate ${gentler}${canHalve ? ", or --on-diverge halve" : ""}. Nothing was saved.`
  );
}
