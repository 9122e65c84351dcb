import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { UsageError } from "../base/failure.js";

/** Throws unless `path` can be written, so that an hour of training does not end in a mistyped folder. */
export function checkWritable(option: string, path: string): void {
  const existing = statSync(path, { throwIfNoEntry: false });
  if (existing?.isDirectory()) throw new UsageError(`${option} ${path}: is a folder, not a file.`);
  const folder = dirname(path);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`${option} ${path}: there is no folder ${folder}.`);
  }
  // A file is replaced, which takes the right to write into its folder; a device such as /dev/stdout is written into.
  const isDevice = existing !== undefined && !existing.isFile();
  try {
    accessSync(isDevice ? path : folder, constants.W_OK);
  } catch {
    throw new UsageError(`${option} ${path}: no permission to write there.`);
  }
}

/**
 * Writes a file whole or not at all, whatever happens meanwhile: first under another name, to the disk, then renamed to `path`, that to the
 * disk as well. Devices are written directly.
 */
export function writeWhole(path: string, content: Uint8Array | string): void {
  const existing = statSync(path, { throwIfNoEntry: false });
  if (existing !== undefined && !existing.isFile()) {
    writeFileSync(path, content);
    return;
  }
  const target = existing === undefined ? path : realpathSync(path);
  const unfinished = join(dirname(target), `.${basename(target)}.${process.pid}.part`);
  removeUnfinished(target);
  try {
    writeFileSync(unfinished, content, { mode: existing?.mode, flush: true });
    renameSync(unfinished, target);
    flushFolder(dirname(target));
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/** Removes what processes of this machine left that were killed while they wrote the file. */
function removeUnfinished(target: string): void {
  const folder = dirname(target);
  const start = `.${basename(target)}.`;
  for (const name of readdirSync(folder)) {
    const writer = name.startsWith(start) ? /^(\d+)\.part$/.exec(name.slice(start.length))?.[1] : undefined;
    if (writer !== undefined && !isRunning(Number(writer))) rmSync(join(folder, name), { force: true });
  }
}

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    // Somebody else's process.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Has the disk keep what was renamed in a folder. Windows has no such thing, and does not need it. */
function flushFolder(folder: string): void {
  if (process.platform === "win32") return;
  const descriptor = openSync(folder, constants.O_RDONLY);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
