import fc from "fast-check";
import { describe, expect } from "vitest";

import { Model } from "../../src/index.js";
import { load } from "../../src/predict-only.js";
import { anything } from "./arbitraries.js";
import { dataOf, modelOf, problem } from "./networks.js";
import { property, untyped } from "./runner.js";

/** A trained model and the rows it was trained on; undefined where that diverges or its rows are refused. */
function trained(given: Parameters<typeof modelOf>[0]): Model | undefined {
  const model = modelOf(given);
  try {
    model.fitSync(dataOf(given), { epochs: 1 });
  } catch {
    return undefined;
  }
  return model;
}

/** What was done to a file's bytes. */
const damage = fc.oneof(
  fc.record({
    kind: fc.constant("flip"),
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    bit: fc.nat(7),
  }),
  fc.record({
    kind: fc.constant("cut"),
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    bit: fc.constant(0),
  }),
  fc.record({ kind: fc.constant("append"), at: fc.constant(1), bit: fc.nat(255) }),
  fc.record({
    kind: fc.constant("insert"),
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    bit: fc.nat(255),
  }),
);

function damaged(
  bytes: Uint8Array,
  { kind, at, bit }: { kind: string; at: number; bit: number },
): Uint8Array {
  const place = Math.floor(at * bytes.length);
  if (kind === "flip" && bytes.length === 0) return bytes;
  if (kind === "cut") return bytes.slice(0, place);
  const longer = new Uint8Array(bytes.length + Number(kind !== "flip"));
  longer.set(bytes.subarray(0, place));
  if (kind === "flip") longer[place] = bytes[place] ^ (1 << bit);
  else longer[place] = bit;
  longer.set(bytes.subarray(kind === "flip" ? place + 1 : place), place + 1);
  return longer;
}

describe("a model's file", () => {
  const cases = fc.record({ given: problem(), changes: fc.array(damage, { minLength: 1, maxLength: 4 }) });
  property("with damage is refused, or is the same model", 0.08, cases, ({ given, changes }, tally) => {
    const model = trained(given);
    if (!model) return;
    const bytes = changes.reduce<Uint8Array>(damaged, model.save({ optimizer: true }));
    const rows = given.x;
    const expected = tally.attempt(() => model.predictAll(rows));
    const loaded = tally.attempt(() => Model.load(bytes));
    if (loaded) expect(tally.attempt(() => loaded.predictAll(rows))).toEqual(expected);
    const predictor = tally.attempt(() => load(bytes));
    if (predictor) expect(tally.attempt(() => predictor.predictAll(rows))).toEqual(expected);
  });

  const header = fc.record({
    given: problem(),
    field: fc.constantFrom(
      "format",
      "version",
      "spec",
      "scaler",
      "classes",
      "notes",
      "training",
      "extensions",
      "crc32",
    ),
    value: fc.oneof(fc.json(), fc.string(), fc.jsonValue()),
    keepsChecksum: fc.boolean(),
  });
  property("with another header is refused, or predicts without NaN", 0.06, header, (change, tally) => {
    const model = trained(change.given);
    if (!model) return;
    const bytes = tally.attempt(() => withHeader(model.save(), change));
    if (!bytes) return;
    for (const read of [Model.load, load] as ((bytes: Uint8Array) => {
      predictAll(rows: number[][]): Float64Array;
    })[]) {
      const loaded = tally.attempt(() => read(bytes));
      const predicted = loaded && tally.attempt(() => loaded.predictAll(change.given.x));
      if (predicted) expect(predicted.every(Number.isFinite)).toBe(true);
    }
  });
});

/** A file whose metadata has one field replaced; without its checksum unless that is to stay. */
function withHeader(
  bytes: Uint8Array,
  { field, value, keepsChecksum }: { field: string; value: unknown; keepsChecksum: boolean },
): Uint8Array {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as {
    __metadata__: Record<string, unknown>;
  };
  if (!keepsChecksum) delete head.__metadata__.crc32;
  head.__metadata__[field] = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  const text = new TextEncoder().encode(JSON.stringify(head));
  const file = new Uint8Array(8 + text.length + bytes.length - 8 - length);
  new DataView(file.buffer).setUint32(0, text.length, true);
  file.set(text, 8);
  file.set(bytes.subarray(8 + length), 8 + text.length);
  return file;
}

describe("a model's JSON", () => {
  const cases = fc.record({
    given: problem(),
    path: fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }),
    value: fc.oneof(fc.jsonValue(), anything),
  });
  property(
    "with one part replaced is refused, or predicts without NaN",
    0.08,
    cases,
    ({ given, path, value }, tally) => {
      const model = trained(given);
      if (!model) return;
      const json = JSON.parse(JSON.stringify(model)) as Record<string, unknown>;
      replacePart(json, path, value);
      const back = tally.attempt(() => Model.fromJSON(untyped(json)));
      const predicted = back && tally.attempt(() => back.predictAll(given.x));
      if (predicted) expect(predicted.every(Number.isFinite)).toBe(true);
    },
  );
});

/** Puts `value` where the numbers lead: each chooses one of an object's fields. */
function replacePart(object: Record<string, unknown>, path: readonly number[], value: unknown): void {
  const names = Object.keys(object);
  if (names.length === 0) return;
  const name = names[path[0] % names.length];
  const part = object[name];
  if (path.length > 1 && typeof part === "object" && part !== null)
    replacePart(part as Record<string, unknown>, path.slice(1), value);
  else object[name] = value;
}

describe("a checkpoint", () => {
  const cases = fc.record({ given: problem(), changes: fc.array(damage, { minLength: 1, maxLength: 3 }) });
  property(
    "with damage is refused, or goes on to the same bits",
    0.04,
    cases,
    async ({ given, changes }, tally) => {
      const model = modelOf(given);
      let bytes: Uint8Array | undefined;
      try {
        model.fitSync(dataOf(given), { epochs: 2, onEpoch: () => void (bytes ??= model.checkpoint()) });
      } catch {
        return;
      }
      const whole = model.save({ optimizer: true });
      const resumed = tally.attempt(() =>
        Model.resume(changes.reduce(damaged, bytes as Uint8Array), dataOf(given)),
      );
      if (!resumed) return;
      await resumed.history;
      expect(resumed.model.save({ optimizer: true })).toEqual(whole);
    },
  );
});
