import { describe, expect, test } from "vitest";

import {
  adam,
  DataError,
  Model,
  dataset,
  dense,
  dropout,
  type ModelJson,
  type ModelSpec,
  sgd,
} from "../../src/index.js";
import { fromJSON, load } from "../../src/predict-only.js";
import { caught } from "../support/caught.js";
import { Random } from "../support/random.js";
import { rewrite, withMetadata } from "./rewritten.js";

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

describe("fromJSON", () => {
  const broken: [string, (json: Record<string, unknown>) => unknown][] = [
    ["null", () => null],
    ["a number", () => 5],
    ["an array", () => []],
    ["no JSON", () => "{"],
    ["another format", (json) => ({ ...json, format: "onnx" })],
    ["a newer version", (json) => ({ ...json, version: 4 })],
    ["no version", (json) => ({ ...json, version: undefined })],
    ["no extensions", (json) => ({ ...json, extensions: undefined })],
    ["a cycle", (json) => ({ ...json, notes: cycle })],
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
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
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
  const inMetadata = (name: string, text: unknown) => withMetadata(bytes, { [name]: text });

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
    ["a newer version", inMetadata("version", "4"), /version 4.*reads versions 1 to 3.*Update/],
    [
      "a newer version that keeps other things in its metadata",
      withMetadata(bytes, { version: "4", spec: "<svg>" }),
      /version 4.*Update/,
    ],
    ["metadata that is no JSON", inMetadata("spec", "{"), /spec.*no JSON/],
    ["metadata that is no text", inMetadata("spec", 5), /damaged.*metadata "spec" is 5, no string/],
    [
      "a changed text under the old checksum",
      rewrite(bytes, ({ __metadata__: texts }) => void (texts.notes = "{}  ")),
      /content does not match its checksum/,
    ],
    ["no spec", inMetadata("spec", undefined), /damaged/],
    [
      "an optimizer's state that is null",
      inMetadata("optimizer", "null"),
      /optimizer state is not that of adam/,
    ],
    ["seven vectors of an optimizer", inMetadata("optimizer", '{"slots":7,"steps":1}'), /optimizer state/],
    ["no scaler", inMetadata("scaler", undefined), /damaged.*scaler/],
    [
      "a spec with an unknown layer",
      inMetadata("spec", '{"inputs":3,"layers":[{"type":"lstm"}]}'),
      /damaged/,
    ],
    ["another dtype", inTensor((t) => ({ ...t, dtype: "F16" })), /"layers\.0\.weight".*"F16".*"F32"/],
    ["another shape", inTensor((t) => ({ ...t, shape: [3, 5] })), /"layers\.0\.weight".*\[3,5\].*\[5,3\]/],
    [
      "a tensor under another name",
      rewrite(bytes, ({ "layers.0.weight": moved, ...rest }) => ({ ...rest, "layer.0.weight": moved })),
      /tensor "layers\.0\.weight" is missing/,
    ],
    [
      "a tensor that is none of the network's",
      rewrite(bytes, (header) => void (header.more = { dtype: "F32", shape: [0], data_offsets: [0, 0] })),
      /tensor "more" is none/,
    ],
    ["a tensor that is no object", inTensor(() => 7), /"layers\.0\.weight"/],
    [
      "a gap where a tensor is gone",
      inTensor(() => undefined),
      /"layers\.0\.bias" is at bytes 60 to 80.*begin at 0/,
    ],
    ["offsets outside", inTensor((t) => ({ ...t, data_offsets: [4000, 4060] })), /begin at 0/],
    ["negative offsets", inTensor((t) => ({ ...t, data_offsets: [-60, 0] })), /"layers\.0\.weight" lacks/],
    [
      "offsets that are no whole numbers",
      inTensor((t) => ({ ...t, data_offsets: [0, 59.5] })),
      /weight" lacks/,
    ],
    ["offsets beyond all numbers", inTensor((t) => ({ ...t, data_offsets: [0, 1e300] })), /weight" lacks/],
    ["offsets turned around", inTensor((t) => ({ ...t, data_offsets: [0, -60] })), /weight" lacks/],
    ["three offsets", inTensor((t) => ({ ...t, data_offsets: [0, 60, 80] })), /weight" lacks/],
    [
      "a gap",
      inTensor((t) => ({ ...t, data_offsets: [0, 56] })),
      /"layers\.0\.bias" is at bytes 60.*begin at 56/,
    ],
    [
      "an overlap",
      inTensor((t) => ({ ...t, data_offsets: [0, 64] })),
      /"layers\.0\.bias" is at bytes 60.*begin at 64/,
    ],
    [
      "two tensors in one place",
      rewrite(bytes, (header) => void (header["layers.1.bias"].data_offsets = [0, 60])),
      /is at bytes 0 to 60.*begin at 60/,
    ],
    ["no offsets", inTensor((t) => ({ ...t, data_offsets: 5 })), /"layers\.0\.weight"/],
    ["a shape that is text", inTensor((t) => ({ ...t, shape: "5,3" })), /"layers\.0\.weight" lacks/],
    ["a shape within a shape", inTensor((t) => ({ ...t, shape: [[5, 3]] })), /"layers\.0\.weight" lacks/],
    [
      "tensors of other lengths than their shapes",
      rewrite(bytes, (header) => {
        header["layers.0.weight"].data_offsets = [0, 76];
        header["layers.0.bias"].data_offsets = [76, 80];
      }),
      /tensor "layers\.0\.weight" has 76 bytes, expected 60/,
    ],
    [
      "a weight with one bit turned over",
      damaged((b) => new DataView(b.buffer).setUint8(bodyAt + 4, b[bodyAt + 4] ^ 1)),
      /content does not match its checksum/,
    ],
    [
      "a NaN weight, written by a tool that drops the checksum",
      withMetadata(damaged((b) => new DataView(b.buffer).setUint32(bodyAt + 4, 0x7fc00000, true))),
      /parameters\[1\] is NaN/,
    ],
    [
      "an infinite weight",
      withMetadata(damaged((b) => new DataView(b.buffer).setUint32(bodyAt + 4, 0x7f800000, true))),
      /parameters\[1\] is Infinity/,
    ],
    ["a header length beyond the file", damaged((b) => b.fill(0xff, 0, 8)), /safetensors/],
    [
      "a header length beyond the file, by its upper half",
      damaged((b) => b.fill(1, 4, 5)),
      /should have 429496/,
    ],
  ];

  test.each(bad)("%s", (_, data, text) => {
    const error = caught(DataError, () => Model.load(data as Uint8Array));
    expect(error.message).toMatch(/^Model\.load: /);
    expect(error.message).toMatch(text);
    expect(error.message, "no engine's own words").not.toMatch(
      /destructure|undefined \(reading|is not iterable/,
    );
  });

  test("a header of more than 100 MB is not read, as safetensors' own readers do it", () => {
    const large = new Uint8Array(100_000_009);
    new DataView(large.buffer).setUint32(0, 100_000_001, true);
    expect(caught(DataError, () => Model.load(large)).message).toMatch(/100000001 bytes, at most 100000000/);
  });

  test("with more after its end", () => {
    const long = new Uint8Array(bytes.length + 4);
    long.set(bytes);
    expect(caught(DataError, () => Model.load(long)).message).toMatch(/132 bytes of numbers.*speaks of 128/);
  });

  test("metadata of somebody's own is passed over", () => {
    const signed = rewrite(bytes, ({ __metadata__: texts }) => void (texts.author = "not JSON"));
    expect(Model.load(signed).save()).toEqual(bytes);
  });

  test("random bytes in the header", () => {
    const noise = new Random(7);
    for (let round = 0; round < 500; round++) {
      const copy = damaged((b) => {
        for (let i = 0; i < 4; i++) b[8 + noise.whole(bodyAt - 8)] = noise.whole(256);
      });
      const model = loaded(copy, `round ${round}`);
      if (model) expect(model.save(), `round ${round}`).toEqual(bytes);
    }
  });
});

/** Small files, each with all that it was saved from. */
const small: [string, Uint8Array][] = [
  ["without the optimizer", saved(adam(), false)],
  ["with the optimizer's vectors", saved(adam(), true)],
  ["never trained", new Model({ inputs: 1, layers: [dense(1)], loss: "mse", optimizer: sgd() }).save()],
];

function saved(optimizer: ModelSpec["optimizer"], vectors: boolean): Uint8Array {
  const labelled = dataset({ inputs: random.table(12, 2), labels: Array.from("aébaébaébaéb") });
  const model = new Model({ inputs: labelled, layers: [dense(3)], loss: "crossEntropy", optimizer });
  model.fitSync(labelled, { epochs: 2 });
  model.notes = { ü: [1.5, '"\\'] };
  model.extensions = { later: { version: 1, required: false, data: { x: 1 } } };
  return model.save({ optimizer: vectors });
}

describe.each(small)("a small file, %s", (_, bytes) => {
  test("cut off anywhere is a DataError", () => {
    for (let length = 0; length < bytes.length; length++) {
      const error = caught(DataError, () => Model.load(bytes.subarray(0, length)));
      expect(error.message, `${length} bytes`).toMatch(/^Model\.load: /);
      caught(DataError, () => load(bytes.subarray(0, length)));
    }
  });

  test("with any byte changed is a DataError or the same model", () => {
    const whole = Model.load(bytes).save({ optimizer: true });
    let refused = 0;
    const others = [...'0 2"e}'.split("").map((c) => c.charCodeAt(0)), 0, 0xff];
    for (let at = 0; at < bytes.length; at++) {
      const flipped = Array.from({ length: 8 }, (_, bit) => bytes[at] ^ (1 << bit));
      for (const byte of [...flipped, ...others]) {
        const copy = bytes.slice();
        copy[at] = byte;
        const label = `byte ${at} is ${byte}`;
        const model = loaded(copy, label);
        if (!model) refused++;
        // Buffer.compare: a hundred times as fast as toEqual.
        else expect(Buffer.compare(model.save({ optimizer: true }), whole), label).toBe(0);
      }
    }
    expect(refused).toBeGreaterThan(10 * bytes.length);
  });
});

describe("a network far larger than its file takes no memory", () => {
  const model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse", standardize: false });
  const spec = { ...model.spec, inputs: 2 ** 40, layers: [dense(2 ** 40), dense(2 ** 50)] };
  const bytes = withMetadata(model.save(), { spec: JSON.stringify(spec) });
  const json = { ...model.toJSON(), spec };

  test.each<[string, () => unknown, RegExp]>([
    ["Model.load", () => Model.load(bytes), /tensor "layers\.0\.weight" is "F32" \[1,1\], expected/],
    ["load", () => load(bytes), /tensor "layers\.0\.weight" is "F32" \[1,1\], expected/],
    ["Model.fromJSON", () => Model.fromJSON(json), /parameters has 2 numbers, expected 1\./],
    ["fromJSON", () => fromJSON(json), /parameters has 2 numbers, expected 1\./],
  ])("%s", (_, read, text) => expect(caught(DataError, read).message).toMatch(text));
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
