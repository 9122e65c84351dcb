import { instantiateSync } from "@assemblyscript/loader";

import { type Build, type Kernels, kernelMemory, readBuild } from "./core.js";

/** Which build the tests of this run are about: vitest.config.ts runs them with each. */
const tested = (process.env.CORE_BUILD ?? "kernels") as Build;

/**
 * The kernels with `bytes` of memory, through AssemblyScript's own loader: it turns what the checked core aborts with into an Error
 * that says which kernel was called wrongly, and where it noticed.
 */
export function loadKernels(bytes = 4 << 20, build = tested): Kernels {
  const memory = kernelMemory(bytes);
  const { exports } = instantiateSync(readBuild(build), { env: { memory } });
  return { ...exports, memory } as unknown as Kernels;
}
