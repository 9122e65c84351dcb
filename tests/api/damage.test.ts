import { describe, expect, test } from "vitest";

import { DataError, Model, dataset, dense, dropout, type ModelJson } from "../../src/index.js";
import { caught } from "../support/caught.js";
import { Random } from "../support/random.js";
import { rewrite } from "./rewritten.js";

/** Model files and model JSON that are damaged, foreign or newer: a DataError, and nothing else. */

const random = new Random(1);
const table = dataset({ inputs: random.table(30, 3), targets: random.table(30, 2) });

const build = (): Model =>
  new Model({ inputs: 3, layers: [dense(5, "tanh"), dropout(0.2), dense(2)], loss: "mse", seed: 3 });
const trained = (): Model => {
  const model = build();
  model.fitSync(table, { epochs: 3 });
  return model;
};

interface Tensor {
  readonly dtype: string;
  readonly shape: number[];
  readonly data_offsets: [number, number];
}

/** The file without its checksum, as another tool would write it. */
function unchecked(bytes: Uint8Array): Uint8Array {
  return rewrite(bytes, (header) => {
    delete header.__metadata__.crc32;
  });
}

describe("fromJSON", () => {
  const broken: [string, (json: Record<string, unknown>) => unknown][] = [
    ["null", () => null],
    ["a number", () => 5],
    ["an array", () => []],
    ["no JSON", () => "{"],
    ["another format", (json) => ({ ...json, format: "onnx" })],
    ["a newer version", (json) => ({ ...json, version: 2 })],
    ["no version", (json) => ({ ...json, version: undefined })],
    ["no spec", (json) => ({ ...json, spec: undefined })],
    ["no scaler", (json) => ({ ...json, scaler: undefined })],
    ["no training", (json) => ({ ...json, training: undefined })],
    ["no parameters", (json) => ({ ...json, parameters: undefined })],
    ["too few parameters", (json) => ({ ...json, parameters: [1] })],
    ["a parameter that is null", (json) => ({ ...json, parameters: changed(json.parameters, null) })],
    ["a parameter that is text", (json) => ({ ...json, parameters: changed(json.parameters, "1") })],
    ["a parameter beyond float32", (json) => ({ ...json, parameters: changed(json.parameters, 1e39) })],
    ["classes that do not fit the outputs", (json) => ({ ...json, classes: ["only one"] })],
    [
      "a scaler of another width",
      (json) => ({ ...json, scaler: { inputs: { mean: [0], deviation: [1] }, targets: null } }),
    ],
    [
      "a scaler with deviation 0",
      (json) => ({ ...json, scaler: { inputs: { mean: [0, 0, 0], deviation: [1, 0, 1] }, targets: null } }),
    ],
    [
      "a scaler with a null",
      (json) => ({
        ...json,
        scaler: { inputs: { mean: [0, null, 0], deviation: [1, 1, 1] }, targets: null },
      }),
    ],
  ];
  const changed = (list: unknown, value: unknown): unknown[] => [value, ...(list as unknown[]).slice(1)];

  test.each(broken)("damaged: %s", (_, damage) => {
    const json = JSON.parse(JSON.stringify(trained())) as Record<string, unknown>;
    const error = caught(DataError, () => Model.fromJSON(damage(json) as ModelJson));
    expect(error.message).toMatch(/^Model\.fromJSON: /);
    expect(error.message, "no engine's own words").not.toMatch(
      /destructure|undefined \(reading|is not iterable/,
    );
  });
});

describe("load", () => {
  const bytes = trained().save();
  const damaged = (change: (bytes: Uint8Array) => void): Uint8Array => {
    const copy = bytes.slice();
    change(copy);
    return copy;
  };
  const bodyAt = bytes.length - 4 * build().count;
  const inTensor = (change: (tensor: Tensor) => unknown) =>
    rewrite(bytes, (header) => ({
      ...header,
      "layers.0.weight": change(header["layers.0.weight"] as never),
    }));
  const inMetadata = (name: string, text: unknown) =>
    rewrite(bytes, ({ __metadata__: texts, ...tensors }) => ({
      __metadata__: { ...texts, [name]: text },
      ...tensors,
    }));

  const bad: [string, unknown, RegExp][] = [
    ["nothing", undefined, /bytes/],
    ["a text", "model", /bytes/],
    ["no bytes", new Uint8Array(0), /0 bytes/],
    ["a PNG", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xd, 0xa, 0x1a, 0xa, 0, 0, 0), /safetensors/],
    ["zeros", new Uint8Array(64), /safetensors/],
    ["text", new TextEncoder().encode('{"format":"downhill","version":1}'), /safetensors/],
    ["a header that is no object", rewrite(bytes, () => 5), /safetensors|downhill/],
    ["a header that is null", rewrite(bytes, () => "null"), /safetensors|downhill/],
    [
      "another library's safetensors",
      rewrite(bytes, ({ __metadata__: _, ...tensors }) => ({ ...tensors, __metadata__: { format: "pt" } })),
      /no downhill model.*"pt"/,
    ],
    ["no metadata", rewrite(bytes, ({ __metadata__: _, ...tensors }) => tensors), /no downhill model/],
    ["a newer version", inMetadata("version", "2"), /version 2.*reads version 1.*Update/],
    ["metadata that is no JSON", inMetadata("spec", "{"), /spec.*no JSON/],
    ["metadata that is no text", inMetadata("spec", 5), /damaged/],
    ["no spec", inMetadata("spec", undefined), /damaged/],
    ["no scaler", inMetadata("scaler", undefined), /damaged.*scaler/],
    [
      "a spec with an unknown layer",
      inMetadata("spec", '{"inputs":3,"layers":[{"type":"lstm"}]}'),
      /damaged/,
    ],
    ["another dtype", inTensor((t) => ({ ...t, dtype: "F16" })), /"layers\.0\.weight".*"F16".*"F32"/],
    ["another shape", inTensor((t) => ({ ...t, shape: [3, 5] })), /"layers\.0\.weight".*\[3,5\].*\[5,3\]/],
    ["a tensor missing", inTensor(() => undefined), /"layers\.0\.weight" is missing/],
    ["a tensor that is no object", inTensor(() => 7), /"layers\.0\.weight"/],
    [
      "offsets outside",
      inTensor((t) => ({ ...t, data_offsets: [4000, 4060] })),
      /"layers\.0\.weight" lies outside/,
    ],
    [
      "negative offsets",
      inTensor((t) => ({ ...t, data_offsets: [-60, 0] })),
      /"layers\.0\.weight" lies outside/,
    ],
    [
      "offsets of the wrong length",
      inTensor((t) => ({ ...t, data_offsets: [0, 56] })),
      /"layers\.0\.weight"/,
    ],
    ["no offsets", inTensor((t) => ({ ...t, data_offsets: 5 })), /"layers\.0\.weight"/],
    [
      "a weight with one bit turned over",
      damaged((b) => new DataView(b.buffer).setUint8(bodyAt + 4, b[bodyAt + 4] ^ 1)),
      /do not match their checksum/,
    ],
    [
      "a NaN weight, written by a tool that drops the checksum",
      unchecked(damaged((b) => new DataView(b.buffer).setUint32(bodyAt + 4, 0x7fc00000, true))),
      /parameters\[1\] is NaN/,
    ],
    [
      "an infinite weight",
      unchecked(damaged((b) => new DataView(b.buffer).setUint32(bodyAt + 4, 0x7f800000, true))),
      /parameters\[1\] is Infinity/,
    ],
    ["a header length beyond the file", damaged((b) => b.fill(0xff, 0, 8)), /safetensors/],
  ];

  test.each(bad)("%s", (_, data, text) => {
    const error = caught(DataError, () => Model.load(data as Uint8Array));
    expect(error.message).toMatch(/^Model\.load: /);
    expect(error.message).toMatch(text);
    expect(error.message, "no engine's own words").not.toMatch(
      /destructure|undefined \(reading|is not iterable/,
    );
  });

  test("cut off anywhere", () => {
    for (let length = 0; length < bytes.length; length++) {
      const error = caught(DataError, () => Model.load(bytes.subarray(0, length)));
      expect(error.message, `${length} bytes`).toMatch(/^Model\.load: /);
    }
  });

  test("with more after its end", () => {
    const long = new Uint8Array(bytes.length + 4);
    long.set(bytes);
    caught(DataError, () => Model.load(long));
  });

  test("any bit turned over: a DataError, or a whole model whose numbers are finite", () => {
    let refused = 0;
    for (let at = 0; at < bytes.length; at++) {
      for (const bit of [0, 1, 2, 4, 6, 7]) {
        const model = loaded(
          damaged((b) => (b[at] ^= 1 << bit)),
          `byte ${at}, bit ${bit}`,
        );
        if (!model) refused++;
        else expect(model.parameters.every(Number.isFinite)).toBe(true);
      }
    }
    expect(refused).toBeGreaterThan(0);
  });

  test("random bytes in the header", () => {
    const noise = new Random(7);
    for (let round = 0; round < 500; round++) {
      const copy = damaged((b) => {
        for (let i = 0; i < 4; i++) b[8 + noise.whole(bodyAt - 8)] = noise.whole(256);
      });
      loaded(copy, `round ${round}`);
    }
  });

  /** The model, or undefined where a DataError was thrown; anything else fails. */
  function loaded(data: Uint8Array, label: string): Model | undefined {
    try {
      const model = Model.load(data);
      if (model.spec.inputs === 3) model.predict([1, 2, 3]);
      return model;
    } catch (error) {
      expect(error, `${label}: ${String(error)}`).toBeInstanceOf(DataError);
      return undefined;
    }
  }
});
