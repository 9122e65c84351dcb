import fc from "fast-check";
import { describe, expect } from "vitest";

import { Model } from "../../src/index.js";
import { fromJSON, load } from "../../src/predict-only.js";
import { join, split } from "../api/rewritten.js";
import { anything, type Slip, slipped } from "./arbitraries.js";
import { dataOf, modelOf, type Problem, problem } from "./networks.js";
import { expectNoNaN, expectNoNaNIn, property, type Tally, untyped } from "./runner.js";

/** Files and JSON of models with something wrong in them: what still loads is the whole model, and everything else an error of ours. */

const NOTES = { author: "Ådå", tags: [1, null, { deep: true }] };
const EXTENSIONS = { later: { version: 7, required: false, data: [1e-300] } };

const given = fc.record({
  problem: problem(),
  epochs: fc.constantFrom(0, 1, 2),
  noted: fc.boolean(),
  optimizer: fc.boolean(),
});

interface Given {
  readonly problem: Problem;
  readonly epochs: number;
  readonly noted: boolean;
  readonly optimizer: boolean;
}

function trained({ problem, epochs, noted }: Given): Model {
  const model = modelOf(problem);
  if (epochs > 0) model.fitSync(dataOf(problem), { epochs, batchSize: 7, onDiverge: "halve" });
  if (noted) Object.assign(model, { notes: NOTES, extensions: EXTENSIONS });
  return model;
}

/** JSON that has no place here. */
const json: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(null, true, "", "1", 0, -1, 0.5, 1e39, -1e39, 1e308, 2 ** 32, 2 ** 53, [], {}),
  fc.constantFrom<unknown>("dense", "dropout", "mse", "crossEntropy", "relu", "downhill", "F64", "pt"),
  fc.constantFrom(30, 500).map((depth) => JSON.parse("[".repeat(depth) + "]".repeat(depth)) as unknown),
);

const wrong = (junk: fc.Arbitrary<unknown>): fc.Arbitrary<Slip> =>
  fc.record({
    kind: fc.constantFrom<Slip["kind"]>("replace", "drop", "double", "key", "hole"),
    path: fc.array(fc.nat(20), { minLength: 1, maxLength: 5 }),
    junk,
  });

/** Something done to bytes; places are shares of the length. */
type Damage = (bytes: Uint8Array) => Uint8Array;

const share = fc.double({ min: 0, max: 0.999999, noNaN: true });
const some = fc.uint8Array({ minLength: 1, maxLength: 20 });
const place = (bytes: Uint8Array, at: number): number => Math.floor(at * bytes.length);

const flip = fc
  .tuple(share, fc.integer({ min: 1, max: 255 }), fc.boolean())
  .map(([at, mask, isBit]): Damage => (bytes) => {
    const copy = bytes.slice();
    copy[place(bytes, at)] ^= isBit ? 1 << (mask % 8) : mask;
    return copy;
  });
const damage: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 6, arbitrary: flip },
  fc.tuple(share, share).map(
    ([a, b]): Damage =>
      (bytes) =>
        bytes.slice(place(bytes, Math.min(a, b)), place(bytes, Math.max(a, b))),
  ),
  share.map(
    (at): Damage =>
      (bytes) =>
        bytes.slice(0, place(bytes, at)),
  ),
  some.map(
    (more): Damage =>
      (bytes) =>
        Uint8Array.of(...bytes, ...more),
  ),
  // What stands between two places is gone, or other bytes stand there.
  fc
    .tuple(share, fc.nat(30), fc.oneof(fc.constant(new Uint8Array(0)), some))
    .map(([at, gone, more]): Damage => (bytes) => {
      const from = place(bytes, at);
      return Uint8Array.of(...bytes.slice(0, from), ...more, ...bytes.slice(from + gone));
    }),
  // The length of the header.
  fc.tuple(fc.nat(7), fc.integer({ min: 0, max: 255 })).map(([at, byte]): Damage => (bytes) => {
    const copy = bytes.slice();
    copy[at] = byte;
    return copy;
  }),
);

const damaging = (bytes: Uint8Array, damages: readonly Damage[]): Uint8Array =>
  damages.reduce((left, change) => (left.length > 0 ? change(left) : left), bytes);

/** One slip in the header, or in the JSON of one of its texts. */
function inHeader(bytes: Uint8Array, slip: Slip, keepsChecksum: boolean): Uint8Array {
  const { header, body } = split(bytes);
  const { crc32, ...texts } = header.__metadata__;
  const names = Object.keys(texts);
  // Half of the slips go into a text, since the header around them is small.
  const name = slip.path[0] % 2 === 0 ? names[slip.path[0] % names.length] : undefined;
  const path = slip.path.length > 1 ? slip.path.slice(1) : slip.path;
  if (name !== undefined && !["format", "version"].includes(name))
    texts[name] = JSON.stringify(slipped(JSON.parse(texts[name] as string), { ...slip, path }));
  const metadata = keepsChecksum ? { ...texts, crc32 } : texts;
  const changed = { ...header, __metadata__: metadata };
  return join(name === undefined ? slipped(changed, slip) : changed, body);
}

const bytesGiven = (bytes: Uint8Array, way: number): Uint8Array | ArrayBuffer => {
  if (way === 0) return bytes;
  if (way === 1) return bytes.slice().buffer;
  const wider = new Uint8Array(bytes.length + way);
  wider.set(bytes, way);
  return wider.subarray(way);
};

/** What a model answers, or undefined where it refuses. */
function answer(model: Pick<Model, "predictAll">, { x }: Problem, tally: Tally): Float64Array | undefined {
  const outputs = tally.attempt(() => model.predictAll(x));
  if (outputs) expectNoNaN(outputs, "predictAll");
  return outputs;
}

/** What was accepted by both doors answers alike, and can be saved again. */
function expectWhole(model: Model, only: Pick<Model, "predictAll">, problem: Problem, tally: Tally): void {
  expect(answer(only, problem, tally)).toEqual(answer(model, problem, tally));
  expectNoNaN(model.parameters, "parameters");
  const written = JSON.stringify(model);
  expect(JSON.stringify(Model.load(model.save()))).toBe(written);
  expect(JSON.stringify(Model.fromJSON(written))).toBe(written);
  tally.attempt(() => {
    const again = model.clone();
    again.fitSync(dataOf(problem), { epochs: 1 });
    expectNoNaN(again.parameters, "parameters of a further fit");
  });
}

describe("a model's file", () => {
  const way = fc.nat(3);
  property(
    "whole: the same model, however its bytes are given",
    0.02,
    fc.record({ given, way }),
    ({ given, way }, tally) => {
      const model = trained(given);
      const bytes = bytesGiven(model.save({ optimizer: given.optimizer }), way);
      const again = Model.load(bytes);
      expect(JSON.stringify(again)).toBe(JSON.stringify(model));
      expect(again.save({ optimizer: given.optimizer })).toEqual(model.save({ optimizer: given.optimizer }));
      expectWhole(again, load(bytes), given.problem, tally);
    },
  );

  const damaged = fc.record({ given, way, damages: fc.array(damage, { minLength: 1, maxLength: 2 }) });
  property(
    "with bytes flipped, cut, appended, put in: the whole model or an error of ours",
    0.1,
    damaged,
    ({ given, way, damages }, tally) => {
      const model = trained(given);
      const saved = model.save({ optimizer: given.optimizer });
      const bytes = bytesGiven(damaging(saved, damages), way);
      const again = tally.attempt(() => Model.load(bytes));
      if (again) {
        expect(JSON.stringify(again)).toBe(JSON.stringify(model));
        expect(answer(again, given.problem, tally)).toEqual(answer(model, given.problem, tally));
      }
      const only = tally.attempt(() => load(bytes));
      if (only) expect(answer(only, given.problem, tally)).toEqual(answer(model, given.problem, tally));
    },
  );

  const rewritten = fc.record({ given, slip: wrong(json), keepsChecksum: fc.boolean() });
  property(
    "with other JSON in its header: the whole model where the checksum stands, or an error of ours",
    0.08,
    rewritten,
    ({ given, slip, keepsChecksum }, tally) => {
      const model = trained(given);
      const bytes = inHeader(model.save({ optimizer: given.optimizer }), slip, keepsChecksum);
      const again = tally.attempt(() => Model.load(bytes));
      const only = tally.attempt(() => load(bytes));
      // The slip may have hit the checksum itself.
      if (again && keepsChecksum && split(bytes).header.__metadata__.crc32 !== undefined)
        expect(JSON.stringify(again)).toBe(JSON.stringify(model));
      if (again && only) expectWhole(again, only, given.problem, tally);
      if (again && !only) throw new Error("Model.load takes what load of downhill/predict refuses");
    },
  );

  property(
    "that is none: an error of ours",
    0.02,
    fc.oneof(anything, fc.uint8Array({ maxLength: 60 })),
    (bytes, tally) => {
      tally.attempt(() => Model.load(untyped(bytes)));
      tally.attempt(() => load(untyped(bytes)));
      tally.attempt(() => Model.fromJSON(untyped(bytes)));
      tally.attempt(() => fromJSON(untyped(bytes)));
    },
  );
});

/** The fields of a model's JSON that predictions do not depend on. */
const BESIDE = ["notes", "training"];

describe("a model's JSON", () => {
  const changed = fc.record({
    given,
    slip: fc.oneof(wrong(json), wrong(anything)),
    asText: fc.boolean(),
  });
  property(
    "with other values in it: a model that predicts numbers, or an error of ours",
    0.08,
    changed,
    ({ given, slip, asText }, tally) => {
      const model = trained(given);
      const right = model.toJSON();
      let value: unknown = slipped(right, slip);
      if (asText)
        try {
          value = JSON.stringify(value);
        } catch {
          // Junk that JSON cannot say goes in as it is.
        }
      const again = tally.attempt(() => Model.fromJSON(untyped(value)));
      const only = tally.attempt(() => fromJSON(untyped(value)));
      if (again && !only) throw new Error("Model.fromJSON takes what fromJSON of downhill/predict refuses");
      if (!again || !only) return;
      expectWhole(again, only, given.problem, tally);
      const field = Object.keys(right)[slip.path[0] % Object.keys(right).length];
      if (BESIDE.includes(field))
        expect(answer(again, given.problem, tally)).toEqual(answer(model, given.problem, tally));
      expectNoNaNIn(again.spec, "spec");
    },
  );

  const broken = fc.record({ given, damages: fc.array(damage, { minLength: 1, maxLength: 2 }) });
  property(
    "with characters changed in its text: a model that predicts numbers, or an error of ours",
    0.05,
    broken,
    ({ given, damages }, tally) => {
      const bytes = new TextEncoder().encode(JSON.stringify(trained(given)));
      const text = new TextDecoder().decode(damaging(bytes, damages));
      const again = tally.attempt(() => Model.fromJSON(text));
      const only = tally.attempt(() => fromJSON(text));
      if (again && !only) throw new Error("Model.fromJSON takes what fromJSON of downhill/predict refuses");
      if (again && only) expectWhole(again, only, given.problem, tally);
    },
  );
});

describe("a checkpoint", () => {
  const damaged = fc.record({
    problem: problem(),
    damages: fc.array(damage, { minLength: 1, maxLength: 2 }),
  });
  property(
    "with bytes flipped, cut, appended, put in: goes on to the same bits, or an error of ours",
    0.04,
    damaged,
    async ({ problem, damages }, tally) => {
      const model = modelOf(problem);
      const data = dataOf(problem);
      let taken: Uint8Array | undefined;
      const history = tally.attempt(() =>
        model.fitSync(data, { epochs: 2, onEpoch: () => void (taken ??= model.checkpoint()) }),
      );
      if (!history) return;
      const bytes = damaging(taken as Uint8Array, damages);
      const resumed = tally.attempt(() => Model.resume(bytes, data));
      if (!resumed) return;
      await resumed.history;
      expect(resumed.model.save({ optimizer: true })).toEqual(model.save({ optimizer: true }));
    },
  );
});
