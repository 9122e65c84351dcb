import { describe, test } from "vitest";

import { DataError, Model, OptionError, dataset, dense, windows } from "../../src/index.js";
import { caught } from "../support/caught.js";
import { any, expectError, type Case } from "./complaint.js";

/** What a newcomer gives for rows or for a saved model, and the whole message that helps. */

const data = dataset({ inputs: [1, 2, 3], targets: [2, 4, 6] });
const build = (change: object = {}): Model =>
  new Model(any({ inputs: 1, layers: [dense(1)], loss: "mse", ...change }));

const MODEL = /Known: (inputs, layers, loss, optimizer, standardize, seed, .*)\.$/.exec(
  caught(OptionError, () => build({ "?": 0 })).message,
)?.[0] as string;

describe("data", () => {
  const table = (cell: unknown) => (): unknown => dataset({ inputs: any([1, cell]), targets: [1, 2] });
  const objects = "must be an array, as in data.map((row) => [row.a, row.b]), got an object.";
  const cases: Case[] = [
    [
      "a word among the inputs",
      table("wind"),
      DataError,
      'dataset: inputs[1] is the text "wind", not a number. Give each word a column of 0 and 1.',
    ],
    [
      "a word in a row to predict",
      () => build().predictAll(any([[1], ["wind"]])),
      DataError,
      'Model.predictAll: rows[1][0] is the text "wind", not a number. Give each word a column of 0 and 1.',
    ],
    [
      "a word among the targets",
      () => dataset({ inputs: [1, 2], targets: any(["yes", "no"]) }),
      DataError,
      'dataset: targets[0] is the text "yes", not a number. Classes are labels.',
    ],
    [
      "a word in a series",
      () => windows(any([1, 2, "wind"]), { past: 1 }),
      DataError,
      'windows: series[2] is the text "wind", not a number.',
    ],
    ["an empty cell", table(""), DataError, 'dataset: inputs[1] is missing (""). Drop or fill that row.'],
    ["a blank cell", table(" "), DataError, 'dataset: inputs[1] is missing (" "). Drop or fill that row.'],
    [
      "a decimal comma",
      table("1,5"),
      DataError,
      'dataset: inputs[1] is the text "1,5", not a number. Decimals have a point: 1.5.',
    ],
    [
      "a decimal comma among targets",
      () => dataset({ inputs: [1, 2], targets: any([1, "-0,25"]) }),
      DataError,
      'dataset: targets[1] is the text "-0,25", not a number. Decimals have a point: 1.5.',
    ],
    [
      "a Date",
      table(new Date(0)),
      DataError,
      "dataset: inputs[1] is a Date, not a number. Convert it with Number() first.",
    ],
    [
      "a boolean",
      table(true),
      DataError,
      "dataset: inputs[1] is true, not a number. Convert it with Number() first.",
    ],
    [
      "rows as objects",
      () => dataset({ inputs: any([{ a: 1, b: 2 }]), targets: [1] }),
      DataError,
      `dataset: inputs[0] ${objects}`,
    ],
    [
      "objects to predict, whose number is no multiple of the width",
      () => build({ inputs: 2 }).predictAll(any([{ a: 1, b: 2 }])),
      DataError,
      `Model.predictAll: rows[0] ${objects}`,
    ],
    [
      "targets as objects",
      () => dataset({ inputs: [1, 2], targets: any([{ y: 1 }, { y: 2 }]) }),
      DataError,
      `dataset: targets[0] ${objects}`,
    ],
  ];
  test.each(cases)("%s", (...item) => expectError(item));
});

describe("saved models", () => {
  const model = build();
  const json = JSON.stringify(model);
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const page = "\n<!DOCTYPE html><title>404 Not Found</title>";
  const damaged = "Model.load: this is no safetensors file, or it is damaged: its header should have";
  const give = "Give the bytes that save() made; fromJSON takes JSON.";
  const wanted = (shown: string): string => `Model.load: expected a Uint8Array, got ${shown}. ${give}`;
  const cases: Case[] = [
    [
      "new Model(json)",
      () => new Model(JSON.parse(json) as never),
      OptionError,
      `Model: "format": unknown option. fromJSON takes JSON, toJSON gives it. ${MODEL}`,
    ],
    [
      "new Model(bytes)",
      () => new Model(any(new Uint8Array(3))),
      OptionError,
      "Model: options must be an object such as { inputs: ... }, got a Uint8Array of 3.",
    ],
    [
      "saving with a format",
      () => model.save(any({ format: "json" })),
      OptionError,
      'Model.save: "format": unknown option. fromJSON takes JSON, toJSON gives it. Known: optimizer.',
    ],
    [
      "load(promise)",
      () => Model.load(any(Promise.resolve(model.save()))),
      DataError,
      wanted("a Promise (await it)"),
    ],
    [
      "fromJSON(promise)",
      () => Model.fromJSON(any(Promise.resolve(json))),
      DataError,
      "Model.fromJSON: expected the object that toJSON gave or its text, got a Promise (await it).",
    ],
    [
      "fitting a promise",
      () => model.fitSync(any(Promise.resolve(data)), { epochs: 1 }),
      DataError,
      "Model.fitSync: expected a Dataset, got a Promise (await it). Make one with dataset({ inputs, targets }) or windows(series, ...).",
    ],
    ["load(a response)", () => Model.load(any(new Response("x"))), DataError, wanted("a Response")],
    ["JSON's text given to load", () => Model.load(any('{"a":1}')), DataError, wanted('"{\\"a\\":1}"')],
    ["JSON given to load", () => Model.load(any(JSON.parse(json))), DataError, wanted("an object")],
    [
      "JSON's bytes given to load",
      () => Model.load(bytes('{"format":"downhill"}')),
      DataError,
      `${damaged} 8386104319403238000 bytes, the file has 21. ${give}`,
    ],
    [
      "a web page given to load",
      () => Model.load(bytes(page)),
      DataError,
      `${damaged} 6436843775143788000 bytes, the file has 44. It is a web page: check the address.`,
    ],
    [
      "a web page that begins with a byte order mark",
      () => Model.load(bytes(`\ufeff<html>`)),
      DataError,
      `${damaged} 7813028919602298000 bytes, the file has 9. It is a web page: check the address.`,
    ],
    [
      "a web page given to fromJSON",
      () => Model.fromJSON(page),
      DataError,
      /^Model\.fromJSON: this is no JSON: .*\. Got "\\n<!DOCTYPE html><title>404 Not Found<\/ti…"\.$/s,
    ],
  ];
  test.each(cases)("%s", (...item) => expectError(item));
});
