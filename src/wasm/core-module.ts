import { TEXT } from "./inlined.js";
import { compile, compileEarly } from "./compile.js";

let compiled: object | undefined = /* @__PURE__ */ compileEarly(TEXT);

/** The core as a compiled module: from the bytes that travel inside this package, on first use, once. */
export function coreModule(): object {
  return (compiled ??= compile(TEXT));
}
