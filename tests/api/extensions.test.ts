import { describe, expect, test } from "vitest";

import { DataError, dense, type Extensions, Model, OptionError } from "../../src/index.js";
import { fromJSON, load } from "../../src/predict-only.js";
import { caught } from "../support/caught.js";
import { withMetadata } from "./rewritten.js";

/** Extensions of a model's file: kept where they are optional, refused by name where they are required and not known. */

const build = (extensions: Extensions = {}): Model => {
  const model = new Model({ inputs: 2, layers: [dense(1)], loss: "mse", standardize: false });
  model.extensions = extensions;
  return model;
};

const optional: Extensions = {
  later: { version: 7, required: false, data: { deep: [1, "é", null, { more: 1e-300 }] } },
  "another one": { version: 1, required: false, data: null },
};
const required: Extensions = { table: { version: 2, required: true, data: ["Oslo", "Rome"] }, ...optional };

describe("an optional extension that nothing here knows", () => {
  test("stays through bytes and JSON, any number of times", () => {
    const model = build(optional);
    for (const again of [
      Model.load(model.save()),
      Model.fromJSON(model.toJSON()),
      Model.fromJSON(JSON.stringify(model)),
      Model.load(Model.fromJSON(Model.load(model.save()).toJSON()).save({ optimizer: true })),
    ]) {
      expect(again.extensions).toEqual(optional);
      expect(again.toJSON().extensions).toEqual(optional);
      expect(again.save()).toEqual(model.save());
    }
  });

  test("goes along to downhill/predict, a clone and an unscaled model", () => {
    const model = build(optional);
    expect(load(model.save()).extensions).toEqual(optional);
    expect(fromJSON(model.toJSON()).extensions).toEqual(optional);
    for (const copy of [model.clone(), model.unscaled()]) {
      expect(copy.extensions).toEqual(optional);
      expect(copy.extensions.later).not.toBe(model.extensions.later);
    }
  });

  test("equal models give equal bytes, whichever extension was added first", () => {
    const backwards = Object.fromEntries(Object.entries(optional).reverse());
    expect(Object.keys(backwards)).not.toEqual(Object.keys(optional));
    expect(build(backwards).save()).toEqual(build(optional).save());
  });
});

describe("a required extension", () => {
  const bytes = build(required).save();
  const json = build(required).toJSON();

  const readers: [string, (options?: object) => { extensions: Extensions }][] = [
    ["Model.load", (options) => Model.load(bytes, options)],
    ["Model.fromJSON", (options) => Model.fromJSON(json, options)],
    ["load", (options) => load(bytes, options)],
    ["fromJSON", (options) => fromJSON(json, options)],
  ];

  test.each(readers)("%s refuses one that is not known", (caller, read) => {
    const unknown =
      `${caller}: the model needs its extension "table", version 2; it is not known here. ` +
      "Load it through the entry of downhill that knows it, or update downhill.";
    for (const options of [undefined, {}, { extensions: {} }, { extensions: { later: 7, toString: 1 } }])
      expect(caught(DataError, () => read(options)).message).toBe(unknown);
  });

  test.each(readers)("%s refuses one that is known in an older version only", (caller, read) => {
    const error = caught(DataError, () => read({ extensions: { table: 1 } }));
    expect(error).toMatchObject({ expected: 1, received: 2 });
    expect(error.message).toBe(
      `${caller}: the model needs its extension "table", version 2; here it is known up to version 1. Update downhill.`,
    );
  });

  test.each(readers)("%s gives it to a caller that knows it", (_, read) => {
    for (const version of [2, 3])
      expect(read({ extensions: { table: version } }).extensions).toEqual(required);
  });

  test.each(["toString", "constructor", "__proto__"])("called %s is as unknown as any", (name) => {
    const extensions = JSON.parse(`{"${name}":{"version":1,"required":true,"data":0}}`) as Extensions;
    const saved = build(extensions).save();
    const { message } = caught(DataError, () => Model.load(saved));
    expect(message).toContain(`needs its extension "${name}", version 1`);
    const known = JSON.parse(`{"${name}":1}`) as Record<string, number>;
    expect(Model.load(saved, { extensions: known }).save()).toEqual(saved);
  });

  test.each([{ table: "2" }, ["table"], { table: 0 }])("an option that is no version: %o", (extensions) => {
    const { message } = caught(OptionError, () => Model.load(bytes, { extensions } as object));
    expect(message).toMatch(/^Model\.load: extensions: \w+ must be a whole number of at least 1/);
  });

  test("an option that is misspelt", () => {
    const { message } = caught(OptionError, () => Model.load(bytes, { extension: { table: 2 } } as object));
    expect(message).toMatch(/^Model\.load: "extension": unknown option\. Did you mean "extensions"/);
  });
});

describe("what JSON cannot say", () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const calls: [string, (model: Model) => unknown][] = [
    ["save", (model) => model.save()],
    ["toJSON", (model) => model.toJSON()],
    ["clone", (model) => model.clone()],
    ["snapshot", (model) => model.snapshot()],
    ["unscaled", (model) => model.unscaled()],
  ];
  const unsaid: [string, unknown][] = [
    ["the bigint 5n", 5n],
    ["a function", () => 1],
    ['"a text"', "a text"],
    ["5", 5],
  ];
  const hole = [1, , 3];
  const inside: [place: string, shown: string, value: unknown][] = [
    ["n", "NaN", { n: NaN }],
    ["n.deep", "-Infinity", { n: { deep: -Infinity } }],
    ["list.2.x", "NaN", { list: [0, 1, { x: NaN }] }],
    ["list.1", "undefined", { list: [1, undefined] }],
    ["list.1", "undefined", { list: hole }],
    ["seen", "a Set", { seen: new Set([1]) }],
    ["by", "a Map", { by: new Map([[1, 2]]) }],
    ["f", "a function", { f: () => 1 }],
    ["s", "a symbol", { s: Symbol("s") }],
    ["at", "a Date", { at: new Date(0) }],
    ["id", "the bigint 1n", { id: 1n }],
    ["row", "a Float32Array of 2", { row: new Float32Array(2) }],
    ["self", "an object", circle],
    ["own", "an object", { own: { toJSON: () => "t" } }],
  ];

  test.each(calls)("%s refuses it as notes and as extensions", (method, call) => {
    for (const field of ["notes", "extensions"] as const)
      for (const [shown, value] of unsaid) {
        const model = Object.assign(build(), { [field]: value });
        expect(caught(DataError, () => call(model)).message).toBe(
          `Model.${method}: ${field} must be an object of plain JSON, got ${shown}.`,
        );
      }
  });

  test.each(calls)("%s names the place of what would be lost or become something else", (method, call) => {
    for (const [place, shown, value] of inside) {
      const text = `${place} must be plain JSON without circles, got ${shown}.`;
      const noted = Object.assign(build(), { notes: value });
      expect(caught(DataError, () => call(noted)).message).toBe(`Model.${method}: notes.${text}`);
      const extended = build({ odd: { version: 1, required: false, data: value } } as Extensions);
      expect(caught(DataError, () => call(extended)).message).toBe(
        `Model.${method}: extensions.odd.data.${text}`,
      );
    }
  });

  test("a chain of twenty thousand objects is an error of ours", () => {
    let chain = {};
    for (let i = 0; i < 20_000; i++) chain = { chain };
    const model = Object.assign(build(), { notes: chain });
    expect(caught(DataError, () => model.save()).message).toBe(
      "Model.save: notes hold objects within objects, too deep for the stack.",
    );
  });

  test("what JSON can say is kept; the same object twice is no circle, an undefined field is none", () => {
    const shared = { a: [1, "x", null, true] };
    const model = build();
    model.notes = { one: shared, two: [shared, shared], none: undefined } as never;
    for (const again of [Model.load(model.save()), model.clone(), Model.fromJSON(model.toJSON())])
      expect(again.notes).toStrictEqual({ one: shared, two: [shared, shared] });
  });

  test.each([undefined, null])("notes that are %s are none", (notes) => {
    const model = build();
    model.notes = notes as never;
    expect(Model.load(model.save()).notes).toEqual({});
    expect(model.clone().notes).toEqual({});
  });
});

describe("an extension that is none", () => {
  const malformed: [string, unknown][] = [
    ["no object", 5],
    ["no version", { required: false, data: 0 }],
    ["version 0", { version: 0, required: false, data: 0 }],
    ["a version that is text", { version: "1", required: false, data: 0 }],
    ["not saying whether it is required", { version: 1, data: 0 }],
    ["no data", { version: 1, required: false }],
  ];

  test.each(malformed)("is never written: %s", (_, extension) => {
    const model = build({ odd: extension } as Extensions);
    expect(caught(DataError, () => model.save()).message).toMatch(/^Model\.save: extension "odd" must be/);
    expect(caught(DataError, () => model.toJSON()).message).toMatch(/^Model\.toJSON: extension "odd"/);
  });

  test.each(malformed)("is damage in a file: %s", (_, odd) => {
    const text = JSON.stringify({ odd });
    const { message } = caught(DataError, () =>
      Model.load(withMetadata(build().save(), { extensions: text })),
    );
    expect(message).toMatch(/^Model\.load: the model is damaged: extension "odd" must be/);
  });

  test.each(["[]", "5", "null", undefined])("is damage in a file: extensions are %s", (text) => {
    const bytes = withMetadata(build().save(), { extensions: text });
    expect(caught(DataError, () => Model.load(bytes)).message).toMatch(
      /damaged: extensions must be an object/,
    );
  });
});
