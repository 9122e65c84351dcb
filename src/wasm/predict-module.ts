import { TEXT } from "./inlined-predict.js";
import { compile, compileEarly } from "./compile.js";

let compiled: object | undefined = /* @__PURE__ */ compileEarly(TEXT);

/** The part of the core that predicts, as a compiled module: see core-module.ts. */
export function coreModule(): object {
  return (compiled ??= compile(TEXT));
}
