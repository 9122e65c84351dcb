import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { DataError, dataset, Model } from "../src/index.js";
import { fromJSON, load } from "../src/predict-only.js";
import { reorder } from "./api/rewritten.js";

/** Files of downhill 0.1.0, whose format had version 1: they load, predict, and train on to the bits that build gave. */

interface Expected {
  readonly data: { inputs: number[][]; targets: number[][]; columns?: string[] };
  readonly rows: number[][];
  readonly predictions: number[];
  readonly parameters: number[];
  /** The options of the fit that goes on, and the parameters after it. */
  readonly more: { epochs: number; batchSize: number };
  readonly after: { bytes: number[]; json: number[] };
}

const file = (name: string): Buffer => readFileSync(new URL(`version1/${name}`, import.meta.url));
const expected = JSON.parse(file("expected.json").toString()) as Record<string, Expected>;

describe.each(Object.entries(expected))(
  "%s",
  (name, { data, rows, predictions, parameters, more, after }) => {
    const bytes = file(`${name}.safetensors`);
    const text = file(`${name}.json`).toString();
    const { columns, ...parts } = data;
    const set = dataset(parts, { columns });

    test("is a file of version 1", () => {
      expect(bytes.toString("latin1")).toContain('"version":"1"');
      expect(JSON.parse(text)).toMatchObject({ version: 1 });
    });

    test("predicts the same", () => {
      for (const model of [Model.load(bytes), Model.fromJSON(text), load(bytes), fromJSON(text)])
        // 0.1.0 gave float32.
        expect(Array.from(model.predictAll(rows), Math.fround)).toEqual(predictions);
      expect([...Model.load(bytes).parameters]).toEqual(parameters);
    });

    test("goes on training to the same bits", () => {
      const fromBytes = Model.load(bytes);
      fromBytes.fitSync(set, more);
      expect([...fromBytes.parameters]).toEqual(after.bytes);
      const fromJson = Model.fromJSON(text);
      fromJson.fitSync(set, more);
      expect([...fromJson.parameters]).toEqual(after.json);
    });

    test("is saved again as a file of version 2 of the same model", () => {
      const model = Model.load(bytes);
      const { version, extensions, ...rest } = model.toJSON();
      const { version: _, ...before } = JSON.parse(text) as Record<string, unknown>;
      expect({ version, extensions }).toEqual({ version: 2, extensions: {} });
      expect(rest).toEqual(before);
      const again = Model.load(model.save({ optimizer: true }));
      again.fitSync(set, more);
      expect([...again.parameters]).toEqual(after.bytes);
    });

    test("loads with its tensors in another order", () => {
      const moved = reorder(bytes, (a, b) => (a < b ? 1 : -1));
      expect(Model.load(moved).save({ optimizer: true })).toEqual(
        Model.load(bytes).save({ optimizer: true }),
      );
    });
  },
);

test("a byte changed is a DataError, or a model whose parameters are the same: the checksum covered them alone", () => {
  const bytes = new Uint8Array(file("yesno.safetensors"));
  const parameters = Model.load(bytes).parameters.join();
  let refused = 0;
  for (let at = 0; at < bytes.length; at++) {
    for (const bit of [0, 1, 2, 4, 6, 7]) {
      const copy = bytes.slice();
      copy[at] ^= 1 << bit;
      try {
        expect(Model.load(copy).parameters.join(), `byte ${at}, bit ${bit}`).toBe(parameters);
      } catch (error) {
        expect(error, `byte ${at}, bit ${bit}: ${String(error)}`).toBeInstanceOf(DataError);
        refused++;
      }
    }
  }
  expect(refused).toBeGreaterThan(4 * bytes.length);
});

test("notes, classes and columns come along", () => {
  const { notes, spec } = Model.load(file("regression.safetensors"));
  expect(notes).toEqual({ about: "numbers", nested: { list: [1, null, "é"] } });
  expect(spec.columns).toEqual(["a", "b", "c"]);
  expect(load(file("classes.safetensors")).classes).toEqual(["ash", "birch", "漢"]);
  expect(Model.load(file("yesno.safetensors")).classes).toEqual([false, true]);
});
