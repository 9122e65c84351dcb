import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

import { adam, DataError, dataset, dense, Model } from "../src/index.js";
import { load } from "../src/predict-only.js";
import { table } from "../src/table/index.js";
import { caught } from "./support/caught.js";
import { Random } from "./support/random.js";

/** Files that Python's safetensors has read and written again: it sorts the tensors by name, in the header and in the body. */

const run = (python: string, program: string, ...args: string[]) =>
  spawnSync(python, ["-c", program, ...args], { encoding: "utf8" });
const python = ["python3", "/usr/bin/python3"].find(
  (name) => run(name, "import safetensors.numpy").status === 0,
);

const folder = mkdtempSync(join(tmpdir(), "downhill-python-"));
afterAll(() => rmSync(folder, { recursive: true }));

function resave(bytes: Uint8Array, save: string): Uint8Array {
  const [from, to] = ["from.safetensors", "to.safetensors"].map((name) => join(folder, name));
  writeFileSync(from, bytes);
  const program = [
    "import sys",
    "from safetensors import safe_open",
    "from safetensors.numpy import load_file, save_file",
    "tensors = load_file(sys.argv[1])",
    "metadata = safe_open(sys.argv[1], framework='numpy').metadata()",
    save,
  ].join("\n");
  const { status, stderr } = run(python as string, program, from, to);
  expect(status, stderr).toBe(0);
  return new Uint8Array(readFileSync(to));
}

describe.skipIf(!python)("Python's safetensors (skipped where `import safetensors.numpy` fails)", () => {
  const random = new Random(5);
  const rows = random.table(40, 3);
  const labels = Array.from({ length: 40 }, (_, i) => ["é", 'b"', "漢"][i % 3]);
  const data = dataset({ inputs: rows, labels });
  const layers = [...Array.from({ length: 11 }, () => dense(4, "tanh")), dense(3)];
  const model = new Model({ inputs: data, layers, loss: "crossEntropy", optimizer: adam() });
  model.fitSync(data, { epochs: 3 });
  model.notes = { text: "ünï\u2028\ud800" };
  model.extensions = { later: { version: 1, required: false, data: ["\u0000"] } };

  test.each([false, true])("a file read and written again is the same model; optimizer: %s", (optimizer) => {
    const bytes = model.save({ optimizer });
    const again = resave(bytes, "save_file(tensors, sys.argv[2], metadata=metadata)");
    expect(again.slice(-bytes.length / 2), "the body is in another order").not.toEqual(
      bytes.slice(-bytes.length / 2),
    );
    expect(Model.load(again).save({ optimizer })).toEqual(bytes);
    expect(load(again).predictAll(rows)).toEqual(model.predictAll(rows));
  });

  test("a model of a table, too: it predicts from records as before", () => {
    const records = Array.from({ length: 40 }, (_, i) => ({
      town: ["Århus", "漢", "\ud800", null][i % 4],
      day: `2015-0${(i % 9) + 1}-11`,
      wind: i % 5 ? i / 3 : null,
      rain: (i * 7) % 11,
    }));
    const rain = table(records, { target: "rain", missing: "mean", dates: ["month"] });
    const mixed = new Model({ inputs: rain, layers: [dense(5, "tanh"), dense(1)], loss: "mse" });
    mixed.fitSync(rain, { epochs: 2 });
    const bytes = mixed.save({ optimizer: true });
    const again = resave(bytes, "save_file(tensors, sys.argv[2], metadata=metadata)");
    expect(Model.load(again).save({ optimizer: true })).toEqual(bytes);
    expect(load(again).predictAll(records)).toEqual(mixed.predictAll(rain));
  });

  test("weights changed there need the checksum dropped", () => {
    const change = "tensors['layers.0.bias'] += 1";
    const save = "save_file(tensors, sys.argv[2], metadata=metadata)";
    const kept = resave(model.save(), [change, save].join("\n"));
    expect(caught(DataError, () => Model.load(kept)).message).toMatch(/does not match its checksum/);
    const dropped = resave(model.save(), [change, "del metadata['crc32']", save].join("\n"));
    const [first] = Model.load(dropped).parameters.subarray(12);
    expect(first).toBe(Math.fround(model.parameters[12] + 1));
  });

  test("a file without the metadata is no downhill model", () => {
    const bare = resave(model.save(), "save_file(tensors, sys.argv[2])");
    expect(caught(DataError, () => Model.load(bare)).message).toMatch(/no downhill model/);
  });
});
