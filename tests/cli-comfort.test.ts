import { spawnSync } from "node:child_process";

import { expect, it } from "vitest";

import { parseCsv } from "../src/cli/read/csv.js";
import { drawBar } from "../src/cli/show/progress.js";
import { CLI, Workplace } from "./cli-process.js";

/** What a quote, a pipe, a narrow terminal and a long epoch are answered with. */

it('"NA" in quotes is a name, NA without is a missing cell', () => {
  const table = parseCsv('country,x\n"NA",1\n"null",2\nDE,3\n', "data.csv");
  expect(table.texts(table.column("country"))).toEqual(["NA", "null", "DE"]);
  const missing = parseCsv("country,x\nNA,1\nDE,2\n", "data.csv");
  expect(() => missing.texts(missing.column("country"))).toThrow('the value is missing ("NA")');
  const inside = parseCsv('note;x\n"a;""NA"";b";1\n', "data.csv");
  expect(inside.texts(inside.column("note"))).toEqual(['a;"NA";b']);
});

it("fit - reads standard input", () => {
  const place = new Workplace();
  const rows = Array.from({ length: 40 }, (_, i) => `${i},${3 * i + 1}`).join("\n");
  const options = ["--target", "y", "--hidden", "none", "--epochs", "5", "--json"];
  const { stdout, status } = spawnSync(process.execPath, [CLI, "fit", "-", ...options], {
    cwd: place.folder,
    input: `x,y\n${rows}\n`,
    encoding: "utf8",
  });
  expect(status).toBe(0);
  const result = JSON.parse(stdout) as {
    epochs: number;
    history: { epoch: number; validationLoss: number }[];
  };
  expect(result.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5]);
  expect(result.epochs).toBe(5);
});

it("predict writes what evaluate measures, to the last digit", () => {
  const place = new Workplace();
  const times = Array.from({ length: 60 }, (_, i) => 1.7e12 + 1000 * i);
  place.write("t.csv", `x,y\n${times.map((time, i) => `${i},${time}`).join("\n")}\n`);
  place.run("fit", "t.csv", "--target", "y", "--hidden", "none", "--epochs", "50", "--save", "t.safetensors");
  const { out } = place.run("predict", "t.safetensors", "t.csv");
  const predicted = out.trim().split("\n").slice(1).map(Number);
  const mae = predicted.reduce((sum, value, i) => sum + Math.abs(value - times[i]), 0) / times.length;
  const measured = JSON.parse(place.run("evaluate", "t.safetensors", "t.csv", "--json").out) as {
    mae: number;
  };
  expect(Math.abs(mae / measured.mae - 1)).toBeLessThan(1e-9);
});

const draw = (maxWidth: number, notes = ["loss 1.5"], total = 10) =>
  drawBar(
    { barCompleteString: "#".repeat(40), barIncompleteString: "-".repeat(40) },
    { progress: 0.5, eta: 75, startTime: 0, stopTime: null, total, value: total / 2, maxWidth },
    { title: "training", notes },
  );

it("the bar gives way to the numbers, and says what time is left", () => {
  expect(draw(120)).toBe("training  ############------------  epoch 5/10  loss 1.5  1 min 15 s left");
  expect(draw(50)).toBe("epoch 5/10  loss 1.5  1 min 15 s left");
  for (const width of [40, 50, 60, 80, 100]) expect(draw(width).length).toBeLessThanOrEqual(width - 2);
});

it.each([
  [["loss 0.0807", "validation 0.0643"], 20],
  [["loss 1,234,567.8", "validation 7,654,321.0"], 1000],
  [["seed 12 of 15"], 4_500_000],
])("no width cuts a number in the line: %j", (notes, total) => {
  const parts = [`epoch ${total / 2}/${total}`, ...notes, "1 min 15 s left"];
  for (let width = 1; width <= 120; width++) {
    const line = draw(width, notes, total);
    const numbers = line.replace(/^training {2}[#-]+ {2}/, "");
    const shown = numbers === "" ? 0 : numbers.split("  ").length;
    expect(numbers, `${width} columns`).toBe(parts.slice(0, shown).join("  "));
    // cli-progress leaves two columns free.
    expect(line.length).toBeLessThanOrEqual(Math.max(0, width - 2));
    if (shown < parts.length) expect(parts.slice(0, shown + 1).join("  ").length).toBeGreaterThan(width - 2);
  }
  if (total === 20) expect(draw(40, notes, total)).toBe("epoch 10/20  loss 0.0807");
});
