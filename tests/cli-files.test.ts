import { spawnSync } from "node:child_process";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { platform } from "node:os";
import { afterAll, describe, expect, it } from "vitest";
import { CLI, Workplace } from "./cli-process.js";
import { HOUSES, SHORT } from "./cli-samples.js";

/** No file is lost: what a command reads is never written over, and what another program wrote only when that is asked for. */

const at = new Workplace();
afterAll(() => rmSync(at.folder, { recursive: true }));

const model = "houses.safetensors";
at.write("houses.csv", HOUSES);
at.run("fit", "houses.csv", "--target", "price", ...SHORT, "--save", model);
const trained = readFileSync(at.path(model));

mkdirSync(at.path("folder"));
const hard = "hard.csv";
linkSync(at.path("houses.csv"), at.path(hard));
linkSync(at.path(model), at.path("hard.safetensors"));
const canLink = platform() !== "win32";
if (canLink) {
  symlinkSync("houses.csv", at.path("soft.csv"));
  symlinkSync(at.folder, at.path("folder/up"));
}
const ignoresCase = existsSync(at.path("HOUSES.CSV"));

/** Other names of the same data. */
const names = ["houses.csv", "./folder/../houses.csv", at.path("houses.csv"), hard];
if (canLink) names.push("soft.csv", "folder/up/houses.csv");
if (ignoresCase) names.push("HOUSES.CSV");

const fit = (...more: string[]) => at.run("fit", "houses.csv", "--target", "price", "--epochs", "1", ...more);
const predict = (...more: string[]) => at.run("predict", model, "houses.csv", ...more);

describe("a file that is read is never written over", () => {
  it.each(names)("the data by a model, as %s", (name) => {
    for (const force of [[], ["--force"]]) {
      const { code, out, err } = fit("--save", name, ...force);
      expect(err).toMatch(/^downhill: --save [^\n]* is read by the command and would be lost\. [^\n]*\n$/);
      expect(err).toContain(`--save ${name}: this file`);
      if (name !== "houses.csv") expect(err).toContain("the same file as houses.csv,");
      expect({ code, out }).toEqual({ code: 2, out: "" });
    }
    expect(readFileSync(at.path("houses.csv"), "utf8")).toBe(HOUSES);
  });

  it.each([...names, model, `./${model}`, "hard.safetensors"])(
    "data and model by predictions, as %s",
    (name) => {
      for (const more of [[], ["--force"], ["--json"]]) {
        const { code, out, err } = predict("--out", name, ...more);
        expect(err).toContain(`downhill: --out ${name}: this file`);
        expect(err).toContain("is read by the command and would be lost. Write to another file.\n");
        expect({ code, out }).toEqual({ code: 2, out: "" });
      }
      expect(readFileSync(at.path("houses.csv"), "utf8")).toBe(HOUSES);
      expect(readFileSync(at.path(model)).equals(trained)).toBe(true);
    },
  );

  it("is an error before the data is read", () => {
    at.write("broken.csv", "x,y\n1\n");
    expect(at.run("fit", "broken.csv", "--target", "y", "--save", "broken.csv").err).toContain(
      "--save broken.csv",
    );
  });
});

describe("a file that downhill did not write", () => {
  const foreign = Buffer.from(`\x40\0\0\0\0\0\0\0${'{"__metadata__":{"format":"pt"}}'.padEnd(64)}`);
  it.each([
    ["a text", "precious\n"],
    ["a few bytes", "x"],
    ["another program's safetensors file", foreign],
    ["a header without an end", Buffer.from("\xff\xff\xff\xff\xff\xff\xff\xff{}", "latin1")],
    ["JSON that is null", Buffer.from("\x04\0\0\0\0\0\0\0null")],
  ])("%s is replaced by a model with --force alone", (_, content) => {
    at.write("kept", content);
    const { code, out, err } = fit("--save", "kept");
    expect(err).toBe(
      "downhill: --save kept: the file is not a downhill model, and would be replaced. Write to another file, or add --force.\n",
    );
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(readFileSync(at.path("kept")).equals(Buffer.from(content))).toBe(true);
    expect(fit("--save", "kept", "--force").code).toBe(0);
    expect(at.run("evaluate", "kept", "houses.csv").code).toBe(0);
  });

  it("is replaced by predictions with --force alone, and so are older predictions", () => {
    at.write("kept.csv", "precious\n");
    const { code, out, err } = predict("--out", "kept.csv");
    expect(err).toBe(
      "downhill: --out kept.csv: the file is there already, and would be replaced. Write to another file, or add --force.\n",
    );
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(readFileSync(at.path("kept.csv"), "utf8")).toBe("precious\n");
    expect(predict("--out", "kept.csv", "--force").code).toBe(0);
    expect(predict("--out", "kept.csv").code).toBe(2);
    expect(readFileSync(at.path("kept.csv"), "utf8")).toMatch(/^prediction\n/);
  });
});

describe("what has nothing to lose is written without --force", () => {
  it("an older model, also a damaged one", () => {
    expect(fit("--save", "again.safetensors").code).toBe(0);
    expect(fit("--save", "again.safetensors").code).toBe(0);
    at.write("cut.safetensors", trained.subarray(0, trained.length - 10));
    expect(fit("--save", "cut.safetensors").code).toBe(0);
    expect(at.run("evaluate", "cut.safetensors", "houses.csv").code).toBe(0);
  });

  it("an empty file", () => {
    at.write("empty", "");
    expect(fit("--save", "empty").code).toBe(0);
    at.write("empty", "");
    expect(predict("--out", "empty").code).toBe(0);
  });

  it.runIf(canLink)("a device", () => {
    expect(predict("--out", "/dev/null").code).toBe(0);
  });
});

it.runIf(canLink)("a failure in the midst of writing leaves the old file and nothing beside it", () => {
  const lines = Array.from({ length: 3000 }, (_, i) => `${i % 7},${i % 5}\n`);
  at.write("long.csv", `size,age\n${lines.join("")}`);
  at.write("old.csv", "old\n");
  const files = at.files();
  // No file of more than a block or two: 512 or 1024 bytes.
  const limited = ["-c", 'ulimit -f 1; exec "$0" "$@"', process.execPath, CLI];
  const args = ["predict", model, "long.csv", "--out", "old.csv", "--force"];
  const { status, stderr } = spawnSync("sh", [...limited, ...args], { cwd: at.folder, encoding: "utf8" });
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: "downhill: write: the file would be larger than is allowed here.\n",
  });
  expect(readFileSync(at.path("old.csv"), "utf8")).toBe("old\n");
  expect(at.files()).toEqual(files);
});
