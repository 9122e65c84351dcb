import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

import { transformSync } from "esbuild";
import { describe, expect, test } from "vitest";

/**
 * The oldest browsers that are supported (CONTRIBUTING.md) run in no CI. What can be said without them: dist has no syntax that they lack,
 * the sources use no function that they lack (tsconfig.json's `lib`), and the core no feature of WebAssembly. Needs dist: `npm run build`.
 */

const OLDEST = ["chrome91", "firefox90", "safari16.4"];
const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

describe("dist", () => {
  /** What esbuild makes of a file for a target: it rewrites the syntax that the target lacks. */
  const written = (code: string, target: string | string[]): string =>
    transformSync(code, { target, format: "esm" }).code;

  test.each(["index", "predict", "evaluate", "csv", "plot", "worker", "worker-thread"])(
    "%s.js has no syntax that the oldest browsers lack",
    (name) => {
      const code = readFileSync(path(`dist/${name}.js`), "utf8");
      expect(written(code, OLDEST)).toBe(written(code, "esnext"));
    },
  );

  test("a later syntax would be found", () => {
    const late = "class Late { static { Late.ready = true; } }";
    expect(written(late, OLDEST)).not.toBe(written(late, "esnext"));
  });
});

test("tsc knows no function that came after ES2021; only an Error's cause, which older engines pass over", () => {
  const { compilerOptions } = JSON.parse(readFileSync(path("tsconfig.json"), "utf8"));
  expect(compilerOptions.lib).toEqual(["es2021", "es2022.error"]);
});

describe("wasm", async () => {
  // Binaryen as AssemblyScript has it.
  const { resolve } = createRequire(createRequire(import.meta.url).resolve("assemblyscript/package.json"));
  const { default: binaryen } = await import(pathToFileURL(resolve("binaryen")).href);
  /** Whether a binary is valid with no features but these. */
  const isValidWith = (bytes: Uint8Array, features: number): boolean => {
    const module = binaryen.readBinary(bytes);
    module.setFeatures(features);
    const valid = module.validate() === 1;
    module.dispose();
    return valid;
  };
  const { SIMD128, BulkMemory, BulkMemoryOpt, MutableGlobals, SignExt, NontrappingFPToInt } =
    binaryen.Features;
  // Every engine had these before it had SIMD (webassembly.org/features).
  const older = BulkMemory | BulkMemoryOpt | MutableGlobals | SignExt | NontrappingFPToInt;

  test.each(["core", "predict"])("%s.wasm needs SIMD, and no feature that came later", (name) => {
    const bytes = readFileSync(path(`dist/${name}.wasm`));
    expect(isValidWith(bytes, SIMD128 | older)).toBe(true);
    expect(isValidWith(bytes, older), "without SIMD").toBe(false);
  });
});
