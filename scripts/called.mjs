/*
 * A transform for asc: these functions are called, never copied into their callers. None of them is in a loop whose time counts, and
 * the copies of them were 0.25 KB of what a browser downloads.
 */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

// The very module that asc works with: what is set in another copy of it would go unheard.
const { resolve } = createRequire(createRequire(import.meta.url).resolve("assemblyscript/package.json"));
const { default: binaryen } = await import(pathToFileURL(resolve("binaryen")).href);

const CALLED = [
  "arrange/take",
  "arrange/takeBlock",
  "kernels/layout/gatherRows",
  "kernels/layout/gatherValues",
  "kernels/loss/fitOf",
  "kernels/optimizer/clearSubnormals",
  "kernels/optimizer/sumOfSquares",
  "kernels/random/identity",
  "kernels/random/symmetric",
  "network/link",
  "parameters/copy",
  "training/clearSums",
  "training/expect",
  "training/weightOfRows",
];

export default class {
  afterCompile(module) {
    for (const name of CALLED) {
      binaryen.setPassArgument("no-inline", `assembly/${name}`);
      module.runPasses(["no-inline"]);
    }
  }
}
