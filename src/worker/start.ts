import { fieldsOf, isObject } from "../base/check.js";
import { host } from "../base/host.js";
import { threadsOfNode } from "../base/node-threads.js";
import { PROGRAM } from "./program-text.js";
import { WorkerError } from "./worker-error.js";

/** A Worker of a browser, Deno or Bun, or of Node's worker_threads. */
export interface WorkerLike {
  postMessage(message: unknown, transfer?: readonly object[]): void;
}

/** The address of a worker's script: a URL, or its text. */
export type WorkerAddress = string | { readonly href: string };

/** A Worker at hand. */
export interface Hand {
  readonly worker: WorkerLike;
  /** Lets go of it: ends it, unless it is the caller's own. */
  release(): void;
}

/**
 * The worker for a fit: the caller's own, or one that is started from an address, or from the text that this package carries, which
 * needs nothing of a bundler.
 *
 * @throws WorkerError where there are no workers, or it cannot be started
 */
export function workerAtHand(caller: string, given: WorkerLike | WorkerAddress | undefined): Hand {
  if (isObject(given) && "postMessage" in given) return { worker: given, release: nothing };
  try {
    if (host.Worker) return startWeb(host.Worker, given);
    const threads = threadsOfNode();
    // Where Node is imitated, the module may be there without a Worker in it.
    if (threads?.Worker) return startNode(threads.Worker, given);
  } catch (error) {
    throw notStarted(caller, given, String(fieldsOf(error).message), error);
  }
  throw new WorkerError(
    `${caller}: this runtime has no workers, as Cloudflare Workers and edge functions have none. Use model.fit, which lets ` +
      "other things run in between.",
  );
}

/** The error of a worker that never ran. @param given the caller's own, if so */
export function notStarted(caller: string, given: unknown, why: string, cause?: unknown): WorkerError {
  let advice = "";
  if (given !== undefined) advice = 'Its script must import "downhill/worker-thread.js". ';
  else if (host.Worker)
    advice =
      "A Content-Security-Policy may forbid it: allow worker-src blob:, or give { worker: url } of a script that imports " +
      '"downhill/worker-thread.js". ';
  return new WorkerError(
    `${caller}: the worker could not be started${why && `: ${why}`}. ${advice}model.fit needs no worker.`,
    cause,
  );
}

function startWeb(Worker: NonNullable<typeof host.Worker>, address: WorkerAddress | undefined): Hand {
  const type = "text/javascript";
  const url = address ?? host.URL.createObjectURL(new host.Blob([PROGRAM], { type }));
  const forget = (): void => {
    if (address === undefined) host.URL.revokeObjectURL(url as string);
  };
  try {
    // The text is both; Firefox before 114 has no modules in workers, and Deno nothing else.
    const isScript = address === undefined && host.Deno === undefined;
    const worker = new Worker(url, { type: isScript ? "classic" : "module" }) as WorkerLike & Terminable;
    const release = (): void => {
      worker.terminate();
      forget();
    };
    return { worker, release };
  } catch (error) {
    forget();
    throw error;
  }
}

function startNode(Worker: NodeWorker, address: WorkerAddress | undefined): Hand {
  // What the program was started with, such as a loader of TypeScript, is not for the text.
  const options = address === undefined ? { eval: true, execArgv: [] } : {};
  const worker = new Worker(address ?? PROGRAM, options) as WorkerLike & Terminable & Emitter;
  // An error while it ends concerns nobody, and would end the whole process if nobody listened.
  worker.on("error", nothing);
  return { worker, release: () => void worker.terminate() };
}

type NodeWorker = NonNullable<ReturnType<typeof threadsOfNode>>["Worker"];

interface Terminable {
  terminate(): unknown;
}

interface Emitter {
  on(type: "error", listener: () => void): void;
}

function nothing(): void {}
