import { describe, expect, it } from "vitest";
import { checkSetup } from "../../playground/src/setup/check.js";
import {
  ACTIVATIONS,
  CLASSIC_SETS,
  type DataChoice,
  defaultsFor,
  FIRST,
} from "../../playground/src/setup/setup.js";
import { ACTIVATIONS as OF_THE_LIBRARY } from "../../src/spec/layer.js";

const DATA: DataChoice[] = [
  { kind: "births" },
  { kind: "spam" },
  ...CLASSIC_SETS.map((kind) => ({ kind, rows: 400, noise: 0.1 })),
  {
    kind: "drawn",
    points: [
      [-1, 1],
      [0.5, -0.25],
    ],
  },
  { kind: "csv", name: "mine.csv", hash: "0123456789abcdef" },
];

/** What a link has come to: JSON, with some fields changed. */
function altered(fields: object): unknown {
  return JSON.parse(JSON.stringify({ ...FIRST, ...fields }));
}

const layer = { units: 8, activation: "tanh", dropout: 0 };
const csv = { kind: "csv", name: "mine.csv", hash: "0123456789abcdef" };
const plane = { kind: "xor", rows: 400, noise: 0.1 };

describe("a setup from a link", () => {
  it.each(DATA)("is taken as it is: $kind", (data) => {
    const setup = {
      ...defaultsFor(data),
      target: "a",
      inputs: ["b", ""],
      past: 7,
      targetKind: "classes" as const,
    };
    expect(checkSetup(JSON.parse(JSON.stringify(setup)))).toEqual(setup);
    const bare = defaultsFor(data);
    expect(checkSetup(JSON.parse(JSON.stringify(bare)))).toEqual(bare);
  });

  it("may ask for the most there is", () => {
    const most = {
      layers: Array.from({ length: 8 }, () => ({ units: 512, activation: "silu", dropout: 0.9 })),
      ...{ batchSize: "all", epochs: 100_000, past: 400, validation: 0.3, test: 0.6, seed: 2 ** 31 },
    };
    expect(checkSetup(altered(most))).toMatchObject(most);
  });

  it("loses what is none of its fields", () => {
    const setup = checkSetup(
      altered({ other: 1, layers: [{ ...layer, other: 1 }], data: { ...plane, other: 1 } }),
    );
    expect(setup).toEqual({ ...FIRST, layers: [layer], data: plane });
  });

  it.each([
    [null, "the setup"],
    [[], "the setup"],
    ["text", "the setup"],
    [undefined, "the setup"],
    [{}, "data"],
  ])("cannot be %j", (given, field) => {
    expect(() => checkSetup(given)).toThrow(`"${field}"`);
  });

  it.each(Object.keys(FIRST))("cannot lack %s", (name) => {
    expect(() => checkSetup(altered({ [name]: undefined }))).toThrow(`"${name}" is missing`);
  });

  it.each<[string, object]>([
    ["data", { data: null }],
    ["data", { data: [] }],
    ["data.kind", { data: { kind: "iris" } }],
    ["data.kind", { data: { kind: "constructor" } }],
    ["data.rows", { data: { ...plane, rows: 5001 } }],
    ["data.rows", { data: { ...plane, rows: 9 } }],
    ["data.rows", { data: { ...plane, rows: 100.5 } }],
    ["data.rows", { data: { ...plane, rows: "400" } }],
    ["data.noise", { data: { ...plane, noise: -0.1 } }],
    ["data.noise", { data: { ...plane, noise: null } }],
    ["data.points", { data: { kind: "drawn" } }],
    ["data.points", { data: { kind: "drawn", points: Array.from({ length: 501 }, () => [0, 0]) } }],
    ["data.points[1]", { data: { kind: "drawn", points: [[0, 0], [0]] } }],
    ["data.points[0]", { data: { kind: "drawn", points: [[0, 0, 0]] } }],
    ["data.points[0][1]", { data: { kind: "drawn", points: [[0, 2]] } }],
    ["data.points[0][0]", { data: { kind: "drawn", points: [["0", 0]] } }],
    ["data.name", { data: { ...csv, name: 3 } }],
    ["data.name", { data: { ...csv, name: "x".repeat(1001) } }],
    ["data.hash", { data: { ...csv, hash: ["0123456789abcdef"] } }],
    ["data.hash", { data: { ...csv, hash: "0123456789ABCDEF" } }],
    ["target", { target: 3 }],
    ["inputs", { inputs: "a" }],
    ["inputs", { inputs: Array.from({ length: 10_001 }, () => "a") }],
    ["inputs[1]", { inputs: ["a", 1] }],
    ["past", { past: 0 }],
    ["past", { past: 401 }],
    ["past", { past: "28" }],
    ["layers", { layers: { length: 1 } }],
    ["layers", { layers: Array.from({ length: 9 }, () => layer) }],
    ["layers[0]", { layers: [null] }],
    ["layers[0]", { layers: [8] }],
    ["layers[1].units", { layers: [layer, { ...layer, units: 1e9 }] }],
    ["layers[0].units", { layers: [{ ...layer, units: 0 }] }],
    ["layers[0].activation", { layers: [{ ...layer, activation: "toString" }] }],
    ["layers[0].activation", { layers: [{ ...layer, activation: ["relu"] }] }],
    ["layers[0].dropout", { layers: [{ ...layer, dropout: 1 }] }],
    ["loss", { loss: "crossEntropy" }],
    ["optimizer", { optimizer: "lion" }],
    ["learningRate", { learningRate: 0 }],
    ["learningRate", { learningRate: "0.1" }],
    ["schedule", { schedule: {} }],
    ["weightDecay", { weightDecay: -1 }],
    ["batchSize", { batchSize: "none" }],
    ["batchSize", { batchSize: 0.5 }],
    ["epochs", { epochs: 100_001 }],
    ["patience", { patience: -1 }],
    ["validation", { validation: 0.95 }],
    ["test", { test: true }],
    ["test", { validation: 0.5, test: 0.5 }],
    ["seed", { seed: 1.5 }],
    ["seed", { seed: 2 ** 40 }],
    ["targetKind", { targetKind: "text" }],
  ])("says that %s cannot be so: %j", (path, fields) => {
    expect(() => checkSetup(altered(fields))).toThrow(`"${path}"`);
  });

  it("says what could be, and shows no more of a long value than its beginning", () => {
    expect(() => checkSetup(altered({ epochs: 1e9 }))).toThrow(
      '"epochs" cannot be 1000000000: it must be a whole number from 1 to 100000',
    );
    const error = ((): string => {
      try {
        return String(checkSetup(altered({ loss: "x".repeat(1e5) })));
      } catch (thrown) {
        return (thrown as Error).message;
      }
    })();
    expect(error).toMatch(/^"loss" cannot be "x+…: it must be one of mse, mae, huber$/);
    expect(error.length).toBeLessThan(200);
  });
});

it("the activations are those of the library", () => {
  expect([...ACTIVATIONS].sort()).toEqual([...OF_THE_LIBRARY].sort());
});
