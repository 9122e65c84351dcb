import { host, type NodeThreads } from "./host.js";

/** node:worker_threads where there is one. Not by an import: bundlers for the browser would look for it. */
export function threadsOfNode(): NodeThreads | undefined {
  return host.process?.getBuiltinModule?.("worker_threads");
}
