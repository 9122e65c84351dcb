import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { platform } from "node:os";
import { afterAll, describe, expect, it } from "vitest";
import { wrapFor } from "../src/cli/show/text.js";
import { CLI, Workplace } from "./cli-process.js";
import { HOUSES } from "./cli-samples.js";

/** Prose, errors and help in terminals of several widths; nothing is wrapped where a program reads. */

const at = new Workplace();
afterAll(() => rmSync(at.folder, { recursive: true }));
at.write("houses.csv", HOUSES);

/** What a command shows in a terminal, which util-linux's `script` gives it. */
function inTerminal(columns: number, command: string): string[] {
  const line = `stty cols ${columns}; "${process.execPath}" "${CLI}" ${command}`;
  const { stdout } = spawnSync("script", ["-qec", line, "/dev/null"], { cwd: at.folder, encoding: "utf8" });
  return stdout.trimEnd().split("\r\n");
}

const hasScript = platform() === "linux" && spawnSync("script", ["--version"]).status === 0;

describe.runIf(hasScript)("errors", () => {
  const commands = [
    "fit houses.csv --target nothing",
    "fit houses.csv --target price --patience 3 --validation 0",
    "fit houses.csv --tagret price",
    "fitt",
    "predict houses.csv houses.csv --out nowhere/to/be/found.csv",
  ];
  it.each(commands)("are wrapped between words from 40 columns up: %s", (command) => {
    const { err } = at.run(...command.split(" "));
    expect(err.trimEnd()).not.toContain("\n");
    for (const columns of [40, 60, 100]) {
      const lines = inTerminal(columns, command);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
      expect(lines.join(" ")).toBe(err.trimEnd());
    }
    expect(inTerminal(39, command).join(" ")).toBe(err.trimEnd());
  });

  it("piped are one line, whatever standard output is", () => {
    const [command] = commands;
    const { err } = at.run(...command.split(" "));
    expect(inTerminal(40, `${command} 2>&1 >/dev/null | cat`).join("\n")).toBe(err.trimEnd());
  });
});

describe.runIf(hasScript)("help", () => {
  it.each(["lecture", "fit", "predict", "evaluate"])("of %s can be read at 40 columns", (command) => {
    const wide = at.run(command, "--help").out;
    for (const columns of [40, 50, 60, 80]) {
      const lines = inTerminal(columns, `${command} --help`);
      const prose = lines.slice(
        1,
        lines.findIndex((line) => line.startsWith("Example")),
      );
      expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(columns);
      // The same words.
      expect(lines.join(" ").split(/\s+/)).toEqual(wide.trim().split(/\s+/));
    }
  });
});

it("lines are wrapped for a terminal only", () => {
  const words = "one two three four five six seven eight nine";
  const line = (isTTY: boolean, columns: number): string => wrapFor({ isTTY, columns }, words);
  expect(line(true, 40)).toBe("one two three four five six seven eight\nnine");
  expect(line(true, 39)).toBe(words);
  expect(line(false, 40)).toBe(words);
});
