import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jsonLines, Workplace, type Outcome } from "./cli-process.js";

const at = new Workplace();
afterAll(() => rmSync(at.folder, { recursive: true }));

const MODELS = [
  "median of the training days",
  "yesterday again",
  "same weekday last week",
  "linear, 1 day",
  "linear, 7 days",
  "linear, 28 days",
  "linear, 56 days",
  "56 days, 10 ReLU",
  "56 days, 100 ReLU",
  "56 days, 1000 ReLU",
  "56 days, 2 layers of 100",
  "56 days, 3 layers of 100",
  "56 days, 4 layers of 100",
  "overfitting, MSE",
  "overfitting, MSE, early stopping",
  "spam, logistic",
  "spam, 100 ReLU",
];

describe("downhill lecture", () => {
  let quick: Outcome;
  let rows: Record<string, unknown>[] = [];
  beforeAll(() => {
    quick = at.run("lecture", "--quick", "--json");
    if (quick.code === 0) rows = jsonLines(quick.out);
  }, 120_000);
  const row = (model: string): Record<string, unknown> => rows.find((line) => line.model === model) ?? {};

  it("--json prints one object for each model, in order, and nothing else", () => {
    expect(quick).toMatchObject({ code: 0, err: "" });
    expect(rows.map(({ model }) => model)).toEqual(MODELS);
  });

  it("--json has exactly the fields agreed on", () => {
    const births = ["model", "trainMae", "testMae", "trainSd", "testSd", "seeds", "epochs", "seconds"];
    const spam = ["model", "accuracy", "logLoss", "auc", "seeds", "epochs", "seconds"];
    for (const line of rows)
      expect(Object.keys(line)).toEqual(String(line.model).startsWith("spam") ? spam : births);
  });

  it("measures the naive guesses exactly", () => {
    const errors = (model: string): string =>
      `${Number(row(model).trainMae).toFixed(1)} ${Number(row(model).testMae).toFixed(1)}`;
    expect(errors("median of the training days")).toBe("1750.0 1617.5");
    expect(errors("yesterday again")).toBe("1712.2 1642.8");
    expect(errors("same weekday last week")).toBe("456.1 435.8");
  });

  it("trains networks that beat the lines, and tells spam", () => {
    expect(row("56 days, 2 layers of 100").testMae).toBeLessThan(330);
    expect(row("spam, logistic").accuracy).toBeGreaterThan(0.93);
    expect(row("spam, 100 ReLU").accuracy).toBeGreaterThan(0.96);
    expect(row("spam, 100 ReLU").auc).toBeGreaterThan(0.985);
  });

  // Exact least absolute deviations: a line below them would be a leak, a wrong unit or a wrong scaling.
  it("brings the lines to the best there is, never below, and ends with code 130 on Ctrl-C", async () => {
    const { child, outcome } = at.start("lecture", "--json");
    let seen = "";
    child.stdout?.on("data", (text: string) => {
      seen += text;
      if (seen.includes("linear, 56 days")) child.kill("SIGINT");
    });
    const { code, out, err } = await outcome;
    expect({ code, err }).toEqual({ code: 130, err: "" });
    const lines = jsonLines(out);
    expect(lines.map(({ model }) => model)).toEqual(MODELS.slice(0, lines.length));
    const floors = {
      "linear, 1 day": 1625.9,
      "linear, 7 days": 440.4,
      "linear, 28 days": 373.9,
      "linear, 56 days": 349.2,
    };
    for (const [model, floor] of Object.entries(floors)) {
      const { trainMae } = lines.find((line) => line.model === model) ?? {};
      expect(trainMae, model).toBeGreaterThan(floor * 0.9999);
      expect(trainMae, model).toBeLessThan(floor * 1.005);
    }
  });
});
