import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { platform } from "node:os";
import { stripVTControlCharacters } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { lossMeasure } from "../src/cli/show/loss-measure.js";
import { lossPlot } from "../src/cli/show/loss-plot.js";
import { terminalOf } from "../src/cli/show/terminal.js";
import { valueAxis } from "../src/cli/show/value-axis.js";
import type { Epoch, History } from "../src/index.js";
import { CLI, Workplace } from "./cli-process.js";
import { HOUSES, SHORT } from "./cli-samples.js";

/** The loss curves in a terminal. */

/** A fit of which only the losses are known. */
function historyOf(losses: readonly number[], validation: readonly number[] = [], best = 0): History {
  const epochs = losses.map((loss, i): Epoch => ({
    epoch: i + 1,
    loss,
    ...(validation.length > 0 && { validationLoss: validation[i] }),
    updates: i,
    elapsedMs: i,
  }));
  return { epochs, best: epochs[best], stoppedBy: "epochs", halvings: [], notes: [] };
}

const BRAILLE = { columns: 30, isUnicode: true };
const ASCII = { columns: 30, isUnicode: false };
const plotOf = (history: History, terminal = BRAILLE, measure = "mae"): string[] =>
  lossPlot(history, measure, terminal).map(stripVTControlCharacters);

describe("the plot", () => {
  const overfit = historyOf([6, 5, 4, 3, 2, 1], [6, 4, 3, 3, 4, 5], 2);

  // By hand: six lines for the losses 6 to 1, the epochs at columns 0, 5.2, 10.4, 15.6, 20.8 and 26 of 27; a step down is half way.
  it("in ASCII has a sign for each curve, and one for both", () => {
    expect(plotOf(overfit, ASCII)).toEqual([
      "loss by epoch: mae",
      "* train  o validation  @ both",
      "6 +@@*",
      "  |  o@****                ooo",
      "4 +    oooo*****      ooooo",
      "  |        ooooo@@@@@@",
      "2 +                   *****",
      "  |                        ***",
      "  +----------^----------------",
      "   1      best 3             6",
    ]);
  });

  it("in braille has a line for the training and dots for the validation", () => {
    expect(plotOf(overfit)).toEqual([
      "loss by epoch: mae",
      "⠒⠒⠒⠒ train  ⠂⠂⠂⠂ validation",
      "6 ┤⠉⠖⡤⣀",
      "  │   ⠂⡉⠒⠢⢄⣀               ⡀⠄⠂",
      "4 ┤     ⠁⠄⡀ ⠉⠒⠢⢄⡀     ⡀⠄⠂⠁⠁",
      "  │        ⠁⠂⠄⠄⠄⠌⠕⠦⠤⣂⠁",
      "2 ┤                  ⠉⠑⠢⠤⣀",
      "  │                       ⠉⠒⠤⣀",
      "  └──────────▲────────────────",
      "   1      best 3             6",
    ]);
  });

  it("without validation rows has one curve, and no best epoch", () => {
    expect(plotOf(historyOf([6, 5, 4, 3, 2, 1], [], 5))).toEqual([
      "loss by epoch: mae",
      "⠒⠒⠒⠒ train",
      "6 ┤⠉⠒⠤⣀",
      "  │    ⠉⠒⠢⢄⣀",
      "4 ┤         ⠉⠒⠢⢄⡀",
      "  │             ⠈⠑⠢⠤⣀",
      "2 ┤                  ⠉⠑⠢⠤⣀",
      "  │                       ⠉⠒⠤⣀",
      "  └───────────────────────────",
      "   1                         6",
    ]);
  });

  it("of orders of magnitude has a log scale, and says so", () => {
    expect(plotOf(historyOf([1e6, 1e4, 1e2, 1, 1e-2, 1e-4]), ASCII)).toEqual([
      "loss by epoch: mae, log scale",
      "* train",
      "1,000,000 +**",
      "          |  ****",
      "    1,000 +      ***",
      "        1 +         ****",
      "          |             ***",
      "    0.001 +                ***",
      "          +-------------------",
      "           1                 6",
    ]);
  });

  it("leaves a gap where a loss is not finite", () => {
    const [, ...lines] = plotOf(historyOf([1, NaN, 3, 2]), ASCII);
    expect(lines).toEqual([
      "3 +                 **",
      "  |                   ***",
      "  |                      ***",
      "2 +                         **",
      "  |",
      "1 +*",
      "  +---------------------------",
      "   1                         4",
    ]);
  });

  it("of a loss that never changes is a level line between two ticks", () => {
    expect(plotOf(historyOf([3, 3, 3]), ASCII)[3]).toBe("  |");
    expect(plotOf(historyOf([3, 3, 3]), ASCII)[4]).toBe(`  |${"*".repeat(27)}`);
    expect(plotOf(historyOf([0, 0]), ASCII)[4]).toBe(` 0 +${"*".repeat(26)}`);
  });

  it("needs two epochs and room", () => {
    expect(plotOf(historyOf([1], [1]))).toEqual([]);
    expect(plotOf(historyOf([]))).toEqual([]);
    expect(plotOf(historyOf([2, 1]), { columns: 18, isUnicode: true })).toEqual([]);
    expect(plotOf(historyOf([2, 1]), { columns: 19, isUnicode: true })).toHaveLength(10);
  });

  it("is never higher than ten lines, nor wider than the terminal or 72 columns", () => {
    const losses = Array.from({ length: 1000 }, (_, i) => 1 / (1 + i) + Math.sin(i) ** 2 / 1000);
    for (const columns of [24, 39, 40, 71, 72, 73, 200])
      for (const isUnicode of [true, false])
        for (const history of [historyOf(losses, losses, 17), historyOf(losses)]) {
          const lines = plotOf(history, { columns, isUnicode });
          expect(lines.length).toBeLessThanOrEqual(10);
          const widest = Math.max(...lines.slice(1).map((line) => line.length));
          expect(widest).toBeLessThanOrEqual(Math.max(29, Math.min(columns, 72)));
        }
  });

  it("marks the best epoch rather than the ends of the axis where both have no room", () => {
    const losses = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect(plotOf(historyOf(losses, losses, 1)).at(-1)).toBe(`     ${"best 2".padEnd(22)}100`);
    expect(plotOf(historyOf(losses, losses, 98)).at(-1)).toBe(`     ${"1".padEnd(18)}best 99`);
    const resumed = historyOf(losses, losses, 50);
    const before = { ...resumed, best: { ...resumed.best, epoch: 0, loss: NaN } };
    expect(plotOf(before).at(-1)).toBe(`     ${"1".padEnd(22)}100`);
  });
});

describe("the axis of losses", () => {
  const labels = (...values: number[]): string[] => valueAxis(values).ticks.map(({ label }) => label);

  it("has round numbers, with as many digits as they need", () => {
    expect(labels(357, 700)).toEqual(["400", "600"]);
    expect(labels(0.13, 0.29)).toEqual(["0.15", "0.20", "0.25"]);
    expect(labels(193_751, 900_000)).toEqual(["200,000", "400,000", "600,000", "800,000"]);
    expect(labels(5e-8, 7e-8)).toEqual(["5e-8", "6e-8", "7e-8"]);
    expect(labels(1.1e9, 1.4e9)).toEqual(["1.2e9", "1.4e9"]);
    expect(labels(1.00005, 1.00009)).toEqual(["1.00006e0", "1.00008e0"]);
  });

  it("is a log scale from twenty times on, and where a straight one would be empty", () => {
    expect(valueAxis([1, 19.9, 19.9]).isLog).toBe(false);
    expect(valueAxis([1, 20]).isLog).toBe(true);
    expect(valueAxis([1, 1.1, 1.1, 4]).isLog).toBe(true);
    expect(valueAxis([1, 1.1, 1.1, 3.9]).isLog).toBe(false);
    // There is no log of 0.
    expect(valueAxis([0, 1e6]).isLog).toBe(false);
  });

  it("has ticks that lie on it, at least two, whatever the values", () => {
    for (let low = 1e-12; low < 1e12; low *= 7.3)
      for (const ratio of [1 + 1e-9, 1.001, 1.3, 2, 19, 20, 47, 1e3, 1e9]) {
        const { ticks, place } = valueAxis([low, low * ratio]);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
        for (const { value, label } of ticks) {
          expect(Number(label.replaceAll(",", "")) / value).toBeCloseTo(1, 9);
          expect(place(value)).toBeGreaterThanOrEqual(-1e-9);
          expect(place(value)).toBeLessThanOrEqual(1 + 1e-9);
        }
      }
  });
});

describe("a loss's measure", () => {
  it("names the unit", () => {
    expect(lossMeasure("mae", "births")).toBe('mae in the unit of "births"');
    expect(lossMeasure("mse", "births")).toBe('mse in the squared unit of "births"');
    expect(lossMeasure("huber", "births")).toBe('huber in the squared unit of "births"');
    expect(lossMeasure("crossEntropy", "kind")).toBe("crossEntropy in nats");
  });
});

describe("the terminal", () => {
  const tty = { isTTY: true, columns: 90 };
  const utf8 = { LANG: "de_DE.UTF-8", TERM: "xterm-256color" };
  it("is none for a pipe, and for one that has lines only", () => {
    expect(terminalOf({}, utf8, "linux")).toBeUndefined();
    expect(terminalOf(tty, { ...utf8, TERM: "dumb" }, "linux")).toBeUndefined();
    expect(terminalOf(tty, utf8, "linux")).toEqual({ columns: 90, isUnicode: true });
    expect(terminalOf({ isTTY: true, columns: 0 }, utf8, "linux")?.columns).toBe(80);
  });

  it("shows Unicode as its locale and its kind say", () => {
    const isUnicode = (env: Record<string, string>, platform = "linux") =>
      terminalOf(tty, env, platform)?.isUnicode;
    expect(isUnicode({ LC_ALL: "C", LANG: "en_US.UTF-8" })).toBe(false);
    expect(isUnicode({ LC_ALL: "", LC_CTYPE: "en_US.utf8", LANG: "C" })).toBe(true);
    expect(isUnicode({ LANG: "de_DE@euro" })).toBe(false);
    expect(isUnicode({})).toBe(false);
    expect(isUnicode({ ...utf8, TERM: "linux" })).toBe(false);
    expect(isUnicode(utf8, "win32")).toBe(false);
    expect(isUnicode({ WT_SESSION: "1" }, "win32")).toBe(true);
  });
});

const hasScript = platform() === "linux" && spawnSync("script", ["--version"]).status === 0;

describe.runIf(hasScript)("downhill fit", () => {
  const at = new Workplace();
  afterAll(() => rmSync(at.folder, { recursive: true }));
  at.write("houses.csv", HOUSES);
  const fit = ["fit", "houses.csv", "--target", "price", ...SHORT].join(" ");

  /** What it shows in a terminal of 60 columns, which util-linux's `script` gives it. */
  function inTerminal(command: string, env: NodeJS.ProcessEnv = {}): string {
    const line = `stty cols 60; "${process.execPath}" "${CLI}" ${command}`;
    const all = { PATH: process.env.PATH, TERM: "xterm", LC_ALL: "C.UTF-8", ...env };
    return spawnSync("script", ["-qec", line, "/dev/null"], { cwd: at.folder, encoding: "utf8", env: all })
      .stdout;
  }
  const HEADING = 'loss by epoch: mae in the unit of "price"';

  it("draws the curves in a terminal, in colour", () => {
    const shown = inTerminal(fit);
    expect(shown).toContain(HEADING);
    expect(shown).toContain("\u001b[36m⠒⠒⠒⠒ train\u001b[39m  \u001b[35m⠂⠂⠂⠂ validation\u001b[39m");
    const plot = stripVTControlCharacters(shown).split("\r\n");
    expect(plot.find((line) => line.includes("└"))).toMatch(/^ +└─*▲─*$/);
    const [, best] = /of epoch (\d+),/.exec(plot.join(" ").replace(/\s+/g, " ")) ?? [];
    expect(plot.find((line) => line.includes(" best "))).toContain(`best ${best}`);
  });

  it("has no colour with NO_COLOR, and no braille without UTF-8", () => {
    const shown = inTerminal(fit, { NO_COLOR: "1", LC_ALL: "C" });
    expect(shown).toContain("* train  o validation  @ both");
    expect(shown).not.toMatch(/\u001b\[3[56]m/);
  });

  it.each([
    ["--no-plot", `${fit} --no-plot`, {}],
    ["--json", `${fit} --json`, {}],
    ["a pipe", `${fit} | cat`, {}],
    ["TERM=dumb", fit, { TERM: "dumb" }],
  ])("draws none with %s", (_, command, env) => {
    const shown = inTerminal(command, env);
    expect(shown).toContain(command.includes("--json") ? '"task":"regression"' : "this model");
    expect(shown).not.toContain("by epoch");
  });
});
