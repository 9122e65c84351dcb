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

/** What is wrong, in place of what, and what the build then complains of. */
const MISTAKES = [
  ["the core does not know an activation", '  "leakyRelu",\n', "", "ActivationNames|leakyRelu|elu"],
  [
    "the core knows one more initializer",
    '  "zeros",\n',
    '  "zeros",\n  "ones",\n',
    "InitializerNames|ones|Target requires 5",
  ],
  ["a loss has another name", '  "huber",\n', '  "hubert",\n', "hubert"],
  ["two optimizers have changed places", '  "adam",\n  "adamw",\n', '  "adamw",\n  "adam",\n', "adamw"],
  ["a field that the wrapper reads is gone", "  theta = ", "  thetas = ", "theta"],
] as const;

describe("the type check, a part of the build,", () => {
  test("has nothing to say as things are", () => {
    expect(complaints(record)).toEqual([]);
  });

  test.each(MISTAKES)("fails when %s", (_, from, to, complaint) => {
    expect(complaints(planted(record, from, to)).join("\n")).toMatch(new RegExp(complaint));
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
  expect(shifted).toContain("  seed = 0,\n  random0 = 2,\n");
  expect(shifted).toContain("export const PROGRESS = 9;\n");
});
