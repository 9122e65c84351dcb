/*
 * A transform for asc: these functions are called, never copied into their callers, as asc would have it at its highest level. None of
 * them is in a loop whose time counts, and the copies were a kilobyte of the core.
 */
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";

// The very module that asc works with: another copy of it would not pass the setting on.
const { resolve } = createRequire(createRequire(import.meta.url).resolve("assemblyscript/package.json"));
const { default: binaryen } = await import(pathToFileURL(resolve("binaryen")).href);

const CALLED = [
  "arrange/allocate",
  "arrange/allocateBlock",
  "block/useBlockTargets",
  "block/weightOfRows",
  "kernels/layout/gatherRows",
  "kernels/layout/gatherValues",
  "kernels/loss/fitOf",
  "kernels/optimizer/clearSubnormals",
  "kernels/optimizer/sumOfSquares",
  "kernels/random/identity",
  "kernels/random/symmetric",
  "loss/applyLink",
  "optimizer/power",
  "state/keepState",
  "state/restoreState",
  "training/clearSums",
];

export default class {
  afterCompile(module) {
    for (const name of CALLED) {
      const path = `assembly/${name}`;
      // The part that predicts has not every file.
      if (!this.program.filesByName.has(dirname(path))) continue;
      if (!this.program.elementsByName.has(path)) throw new Error(`no-inline.mjs: there is no ${path}`);
      binaryen.setPassArgument("no-inline", path);
      module.runPasses(["no-inline"]);
    }
  }
}
