import type { ChildProcess } from "node:child_process";
import { rmSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { jsonLines, Workplace, type Outcome } from "./cli-process.js";
import { csv, noise, rows, SERIES } from "./cli-samples.js";

/** Ctrl-C, pressed in a real process: once, twice, and at moments at which the thread is busy. */

const at = new Workplace();
afterAll(() => rmSync(at.folder, { recursive: true }));

at.write("series.csv", SERIES);
at.write(
  "table.csv",
  csv(
    "a,b,y",
    rows(4000, (i) => `${noise(i)},${noise(i + 1)},${noise(i + 2)}`),
  ),
);

/** Epochs of a moment each, without end. */
const short = "fit series.csv --target visits --past 14 --epochs 10000000 --patience 0".split(" ");
/** One epoch of some seconds. */
const long = "fit table.csv --target y --hidden 2000,2000".split(" ");
/** Presses Ctrl-C `ms` after the first output, which comes before the training, and then after each of the pauses. */
async function press(
  { child, outcome }: { child: ChildProcess; outcome: Promise<Outcome> },
  ms: number,
  ...pauses: number[]
): Promise<Outcome & { seconds: number }> {
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  await setTimeout(ms);
  child.kill("SIGINT");
  for (const pause of pauses) {
    await setTimeout(pause);
    child.kill("SIGINT");
  }
  const pressed = performance.now();
  return { ...(await outcome), seconds: (performance.now() - pressed) / 1000 };
}

describe("Ctrl-C once", () => {
  it("ends a training with code 130 and saves the best model so far", async () => {
    const { code, out, err } = await press(at.start(...short, "--save", "stopped.safetensors"), 300);
    expect({ code, err }).toEqual({ code: 130, err: "" });
    expect(out).toMatch(
      /stopped by Ctrl-C before its 10,000,000 epochs\.\s+The model is that of epoch \d+, the best/,
    );
    expect(out).toContain("Saved to stopped.safetensors");
    expect(at.run("evaluate", "stopped.safetensors", "series.csv").code).toBe(0);
  });

  it("says so in JSON too", async () => {
    // Nothing to choose, so that it trains by then.
    const asItIs = ["--relative", "none", "--calendar", "none"];
    const { child, outcome } = at.start(...short, ...asItIs, "--json", "--checkpoint", "json.checkpoint");
    await setTimeout(1500);
    child.kill("SIGINT");
    const { code, out } = await outcome;
    expect(code).toBe(130);
    expect(jsonLines(out)[0]).toMatchObject({ stoppedBy: "signal", checkpoint: "json.checkpoint" });
    expect(at.files()).toContain("json.checkpoint");
  });

  it("that npm passes on as well saves the model all the same", async () => {
    for (const pause of [0, 5, 30]) {
      const { code, out } = await press(at.start(...short, "--save", "npm.safetensors"), 300, pause);
      expect(code).toBe(130);
      expect(out).toContain("Saved to npm.safetensors");
    }
  });

  it("ends the choice of how a series is cut, before anything is shown", async () => {
    const { child, outcome } = at.start(...short, "--hidden", "2000,2000", "--save", "unchosen.safetensors");
    await setTimeout(3000);
    child.kill("SIGINT");
    expect(await outcome).toEqual({
      ...{ code: 130, out: "" },
      err: "downhill: stopped before the first epoch was done, nothing saved.\n",
    });
    expect(at.files()).not.toContain("unchosen.safetensors");
  });

  it("is heard in a long epoch", async () => {
    const { code, out, err, seconds } = await press(at.start(...long, "--save", "none.safetensors"), 500);
    expect(err).toBe("downhill: stopped before the first epoch was done, nothing saved.\n");
    expect(out).not.toContain("this model");
    expect(code).toBe(130);
    expect(seconds).toBeLessThan(1.5);
    expect(at.files()).not.toContain("none.safetensors");
  });
});

describe("Ctrl-C twice", () => {
  it("ends the program at once in a long epoch", async () => {
    const { code, seconds } = await press(at.start(...long, "--save", "none.safetensors"), 500, 150);
    expect(code).toBe(130);
    expect(seconds).toBeLessThan(1);
    expect(at.files()).not.toContain("none.safetensors");
  });
});
