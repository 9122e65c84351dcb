/*
 * The program of a thread that trains. scripts/build-thread.mjs bundles it by itself: it travels as text inside downhill/worker, and
 * is dist/worker-thread.js for pages that forbid a worker from text.
 */
import { isObject } from "../base/check.js";
import { host } from "../base/host.js";
import { threadsOfNode } from "../base/node-threads.js";
import { readTableStage } from "../encoding/table-stage.js";
import { stageReaders } from "../network/input-stages.js";
import { receiveCore } from "../wasm/received-module.js";
import { ThreadFit } from "./thread-fit.js";
import type { Envelope, Order, Told } from "./messages.js";

/** Whoever started this thread: the global object in browsers, Deno and Bun, in Node a port. */
const parent = (host.postMessage ? host : threadsOfNode()?.parentPort) as unknown as {
  postMessage(message: Envelope<Told>, transfer: object[]): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  /** Node's port waits for this. */
  start?(): void;
};

// Rows come as the other end has read them.
stageReaders.set("table", (encoding, found) => readTableStage(encoding, found));

const fits = new Map<number, ThreadFit>();

parent.addEventListener("message", ({ data }) => {
  // It may be a message of the caller's own.
  if (!isObject(data) || !("downhill" in data)) return;
  const { downhill, message } = data as Envelope<Order>;
  if (message.kind !== "fit") return fits.get(downhill)?.take(message);
  const { task } = message;
  receiveCore(task.core);
  const fit = new ThreadFit(task, (told, transfer) =>
    parent.postMessage({ downhill, message: told }, transfer),
  );
  fits.set(downhill, fit);
  void fit.run().then(() => fits.delete(downhill));
});
parent.start?.();
