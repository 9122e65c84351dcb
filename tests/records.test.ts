import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import asc from "assemblyscript/asc";
import ts from "typescript";
import { describe, expect, test } from "vitest";

/** The wrapper knows the core's memory from src/wasm/record.ts alone, which the build makes from the core. */

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const RECORD = `${ROOT}src/wasm/record.ts`;
const record = readFileSync(RECORD, "utf8");

/** `text` with `from` replaced, which must be there. */
function planted(text: string, from: string, to: string): string {
  expect(text).toContain(from);
  return text.replace(from, to);
}

/** What the type check, a part of the build, has to say about the library with this text for record.ts. */
function complaints(text: string): string[] {
  const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, ts.sys.readFile) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  const { readFile } = host;
  host.readFile = (path) => (path === RECORD ? text : readFile(path));
  const program = ts.createProgram([`${ROOT}src/index.ts`, `${ROOT}src/predict-only.ts`], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

/** What is wrong, in place of what, and the name that the build then complains of. */
const MISTAKES = [
  ["the core does not know an activation", "  leakyRelu: 2,\n", "", "leakyRelu"],
  ["the core knows one more initializer", "  zeros: 3,\n", "  zeros: 3,\n  ones: 4,\n", "ones"],
  ["a loss has another name", "  huber: 4,\n", "  hubert: 4,\n", "hubert"],
  ["an optimizer has another name", "  adamw: 2,\n", "  adamW: 2,\n", "adamW"],
  ["there is another kind of layer", "  dropout: 1,\n", "  dropout: 1,\n  norm: 2,\n", "norm"],
  ["a field that the wrapper reads is gone", "    theta: [", "    thetas: [", "theta"],
] as const;

describe("the type check, a part of the build,", () => {
  test("has nothing to say as things are", () => {
    expect(complaints(record)).toEqual([]);
  });

  const wrong = MISTAKES.reduce((text, [, from, to]) => planted(text, from, to), record);
  const found = complaints(wrong).join("\n");
  test.each(MISTAKES)("fails when %s", (_, _from, _to, name) => {
    expect(found).toMatch(new RegExp(`'"?${name}"?'`));
  });
});

test("record.ts has the compiler's own layout: a field more in front, and all others are further back", async () => {
  const compile = async (change: (plan: string) => string): Promise<string> => {
    let written = "";
    const { error, stderr } = await asc.main(
      [
        "assembly/index.ts",
        "--config",
        "none",
        "--enable",
        "simd",
        "--runtime",
        "stub",
        "--transform",
        "./scripts/record.mjs",
      ],
      {
        readFile: (name, base) => {
          try {
            const text = readFileSync(`${base}/${name}`, "utf8");
            return name === "assembly/plan.ts" ? change(text) : text;
          } catch {
            return null;
          }
        },
        writeFile: (name, contents) => {
          if (name === "src/wasm/record.ts") written = String(contents);
        },
        listFiles: () => [],
      },
    );
    if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
    return written;
  };
  expect(await compile((plan) => plan)).toBe(record);
  const shifted = await compile((plan) =>
    planted(plan, "  random0: u32;\n", "  seed: u64;\n  random0: u32;\n"),
  );
  expect(shifted).toContain('    seed: ["u64", 0],\n    random0: ["u32", 8],\n');
  expect(shifted).toContain("export const PROGRESS = {\n  size: 36,\n");
});
