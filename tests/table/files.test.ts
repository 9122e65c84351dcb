import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";

import { DataError, type DownhillError, Model, type ModelJson, OptionError } from "../../src/index.js";
import { fromJSON, load } from "../../src/predict-only.js";
import { table } from "../../src/table/index.js";
import { fit as fitStream } from "../../src/stream/index.js";
import { fit as fitInWorker } from "../../src/worker/index.js";
import { caught } from "../support/caught.js";
import { TOP } from "../support/markdown.js";
import { built, days, OPTIONS, trained } from "./sample.js";

/** A model of a table in its files, in another thread, in another run; and files that are damaged. */

const records = days();
const data = table(records, { ...OPTIONS, kinds: { town: { most: 2 } } });
const model = trained(data);
const copyOf = (): ModelJson => JSON.parse(JSON.stringify(model)) as ModelJson;

describe("the same model", () => {
  const others: [string, () => Model][] = [
    ["loaded", () => Model.load(model.save())],
    ["loaded with its optimizer", () => Model.load(model.save({ optimizer: true }))],
    ["from JSON", () => Model.fromJSON(JSON.stringify(model))],
    ["a clone", () => model.clone()],
    ["a snapshot", () => model.snapshot()],
  ];
  test.each(others)("%s", (_, make) => {
    const other = make();
    expect(other.predictAll(records)).toEqual(model.predictAll(records));
    expect(other.predictAll(data)).toEqual(model.predictAll(data));
    expect(JSON.stringify(other)).toBe(JSON.stringify(model));
    expect(other.spec).toEqual(model.spec);
    expect(other.save()).toEqual(model.save());
    expect(other.summary()).toBe(model.summary());
  });

  test("its spec builds it again, before training", () => {
    const fresh = new Model(JSON.parse(JSON.stringify(model.spec)));
    fresh.fitSync(data, { epochs: 2, batchSize: 8 });
    expect(fresh.parameters).toEqual(model.parameters);
  });

  test("unscaled it predicts the same within float32, and so do its files", () => {
    const unscaled = model.unscaled();
    const expected = model.predictAll(records);
    const found = unscaled.predictAll(records);
    found.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(1e-4));
    expect(load(unscaled.save()).predictAll(records)).toEqual(found);
    expect(Model.fromJSON(JSON.stringify(unscaled)).predictAll(data)).toEqual(found);
  });

  test("without standardizing too", () => {
    const raw = trained(data, { standardize: false });
    expect(load(raw.save()).predictAll(records)).toEqual(raw.predictAll(data));
  });

  test("goes on from a file to the same bits", () => {
    const twin = trained(data);
    const loaded = Model.load(twin.save({ optimizer: true }));
    twin.fitSync(data, { epochs: 1, batchSize: 8 });
    loaded.fitSync(table(records, { ...OPTIONS, kinds: { town: { most: 2 } } }), { epochs: 1, batchSize: 8 });
    expect(loaded.parameters).toEqual(twin.parameters);
  });

  test("the format's version is 3, as versions before cannot read such rows", () => {
    expect(copyOf().version).toBe(3);
  });
});

describe("a fit elsewhere", () => {
  const { train, validation } = data.split({ validation: 0.25, shuffle: 1 });
  const options = { epochs: 3, batchSize: 8, validation };

  test("in a worker gives the bits of one here", async () => {
    const [here, there] = [built(train), built(train)];
    const expected = here.fitSync(train, options);
    const history = await fitInWorker(there, train, options);
    expect(there.save({ optimizer: true })).toEqual(here.save({ optimizer: true }));
    expect(history.epochs.map(({ validationLoss }) => validationLoss)).toEqual(
      expected.epochs.map(({ validationLoss }) => validationLoss),
    );
    expect(history.notes).toEqual(expected.notes);
    expect(there.predictAll(records)).toEqual(here.predictAll(records));
    // A second one, of rows of another table, with what was found in the first.
    const more = table(records, OPTIONS);
    here.fitSync(more, { epochs: 1 });
    await fitInWorker(there, more, { epochs: 1 });
    expect(there.parameters).toEqual(here.parameters);
  });

  test("in a worker refuses what a fit here refuses", async () => {
    const plain = table(records, OPTIONS);
    const known = plain.take(records.flatMap(({ town }, i) => (town === "Oslo" ? [] : [i])));
    const refused = async (fit: (whole: Model) => unknown): Promise<string> => {
      const whole = built(plain);
      const before = whole.save();
      try {
        await fit(whole);
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
        expect(whole.save()).toEqual(before);
        return (error as DownhillError).message.replace(/^(Model\.fitSync|fit): /, "");
      }
      throw new Error("it was not refused");
    };
    const asked = { epochs: 1, validation: plain };
    const here = await refused((whole) => whole.fitSync(known, asked));
    expect(here).toMatch(
      /^validation: rows\[\d+\]: "town" is "Oslo", a category that no training row had\. Known: "Bergen", "Rome"\./,
    );
    expect(await refused((whole) => fitInWorker(whole, known, asked))).toBe(here);
  });

  test("goes on from a checkpoint, with the records in a table of their own", async () => {
    const whole = built(train);
    let bytes: Uint8Array | undefined;
    const onEpoch = ({ epoch }: { epoch: number }): void => {
      if (epoch === 2) bytes = whole.checkpoint();
    };
    await whole.fit(train, { ...options, onEpoch });
    const again = table(records, { ...OPTIONS, kinds: { town: { most: 2 } } }).split({
      validation: 0.25,
      shuffle: 1,
    });
    const resumed = Model.resume(bytes as Uint8Array, again.train, { validation: again.validation });
    await resumed.history;
    expect(resumed.model.save({ optimizer: true })).toEqual(whole.save({ optimizer: true }));
    const others = table(
      records.map((row, i) => (i === 7 ? { ...row, town: "Paris" } : row)),
      { ...OPTIONS, kinds: { town: { most: 2 } } },
    ).split({ validation: 0.25, shuffle: 1 });
    expect(
      caught(DataError, () =>
        Model.resume(bytes as Uint8Array, others.validation, { validation: others.train }),
      ).message,
    ).toMatch(/^Model\.resume: /);
  });

  test("in a worker that is given the memory leaves a dataset that says so", async () => {
    const given = table(records, OPTIONS);
    const [here, there] = [built(given), built(given)];
    here.fitSync(given, { epochs: 1 });
    await fitInWorker(there, given, { epochs: 1, transfer: true });
    expect(there.parameters).toEqual(here.parameters);
    expect(caught(DataError, () => here.fitSync(given, { epochs: 1 })).message).toBe(
      "Model.fitSync: the data's memory was transferred to a worker. Make the dataset again.",
    );
  });

  test("over a stream is refused in words", async () => {
    await expect(fitStream(built(train), [train] as Iterable<never>, { epochs: 1 })).rejects.toThrow(
      new OptionError(
        "fit: this model finds categories and fills in its training rows, and takes them all at once. Use model.fit.",
      ),
    );
  });
});

describe("a damaged file", () => {
  type Any = Record<string, never>;
  const partsOf = (json: ModelJson) => {
    const { spec, scaler } = json as unknown as { spec: Any; scaler: { inputs: Any } };
    const encoding = spec.encoding as unknown as { features: Record<string, unknown>[] } & Any;
    return {
      spec: spec as Record<string, unknown>,
      encoding: encoding as Record<string, unknown>,
      features: encoding.features,
      inputs: scaler.inputs as Record<string, unknown>,
    };
  };
  type Parts = ReturnType<typeof partsOf>;
  const description = "The model's description is damaged.";
  const made = `Model: encoding is none that table() made. ${description}`;
  const foundIs = (what: string): string =>
    `Model: what its table found in the training rows is ${what}. ${description}`;
  const asObject = 'Model: encoding must be an object such as { type: "series", relative: 12 }, got ';
  const width = (n: number): string => `Model: its encoding makes ${n} inputs, its spec says 21.`;
  const cases: [string, (parts: Parts) => void, string][] = [
    [
      "no encoding",
      ({ spec }) => delete spec.encoding,
      "Model: its scaler is a table's, its spec has no encoding of one.",
    ],
    ["an encoding that is a text", ({ spec }) => (spec.encoding = "table"), `${asObject}"table".`],
    ["an encoding that is a list", ({ spec }) => (spec.encoding = []), `${asObject}an array of 0.`],
    ["an encoding without a type", ({ encoding }) => delete encoding.type, `${asObject}an object.`],
    ["a type that is a number", ({ encoding }) => (encoding.type = 3), `${asObject}an object.`],
    ["no features", ({ encoding }) => delete encoding.features, made],
    ["features of none", ({ encoding }) => (encoding.features = []), made],
    ["a feature that is a text", ({ features }) => (features[0] = "wind" as never), made],
    ["a feature without a name", ({ features }) => delete features[0].name, made],
    ["two of a name", ({ features }) => (features[0].name = "town"), made],
    ["a kind that is none", ({ features }) => (features[0].kind = "constructor"), made],
    ["a choice that is none", ({ features }) => (features[0].missing = "toString"), made],
    ["a flag that is no flag", ({ features }) => (features[0].indicator = "yes"), made],
    ["categories that are no texts", ({ features }) => (features[1].categories = [1, 2]), made],
    ["no categories", ({ features }) => delete features[1].categories, made],
    ["a category twice", ({ features }) => (features[1].categories = ["Rome", "Rome"]), made],
    ["a time that is a text", ({ features }) => (features[3].time = "yes"), made],
    ["a calendar that is none", ({ features }) => (features[3].calendar = ["toString"]), made],
    ["an order that is none", ({ features }) => (features[3].order = "year"), made],
    ["others that are no texts", ({ encoding }) => (encoding.others = [1]), made],
    ["no others", ({ encoding }) => delete encoding.others, made],
    ["unknown that is none", ({ encoding }) => (encoding.unknown = "skip"), made],
    ["a category more", ({ features }) => (features[1].categories as string[]).push("Zug"), width(22)],
    ["an indicator less", ({ features }) => delete features[0].indicator, width(20)],
    [
      "another number of inputs",
      ({ spec }) => (spec.inputs = 3),
      "Model: its encoding makes 21 inputs, its spec says 3.",
    ],
    [
      "other names",
      ({ spec }) => (spec.columns = Array(21).fill("x")),
      "Model: the table names the columns itself. Leave columns out.",
    ],
    ["nothing found", ({ inputs }) => delete inputs.found, foundIs("null")],
    ["a text found", ({ inputs }) => (inputs.found = "x"), foundIs('"x"')],
    [
      "fills that are no numbers",
      ({ inputs }) => (inputs.found = { fills: [1, 2, 3, null], unseen: [] }),
      foundIs("an object"),
    ],
    ["too few fills", ({ inputs }) => (inputs.found = { fills: [1], unseen: [] }), foundIs("an object")],
    ["no list of the unseen", ({ inputs }) => (inputs.found = { fills: [1, 2, 3, 4] }), foundIs("an object")],
    [
      "an unseen column that is none",
      ({ inputs }) => (inputs.found = { fills: [1, 2, 3, 4], unseen: [21] }),
      foundIs("an object"),
    ],
  ];
  test.each(cases)("with %s is refused", (_, damage, text) => {
    const json = copyOf();
    damage(partsOf(json));
    const error = caught(DataError, () => Model.fromJSON(json));
    expect(error.message).toBe(`Model.fromJSON: the model is damaged: ${text}`);
    expect(caught(DataError, () => fromJSON(json)).message).toBe(`fromJSON: the model is damaged: ${text}`);
  });

  test("as it is, it loads", () =>
    expect(fromJSON(copyOf()).predictAll(records)).toEqual(model.predictAll(records)));

  test("of an entry that nobody knows, it says which", () => {
    const json = copyOf();
    partsOf(json).encoding.type = "images";
    expect(caught(OptionError, () => Model.fromJSON(json)).message).toBe(
      'Model.fromJSON: this model takes rows that downhill/images reads. Write import "downhill/images" first.',
    );
  });
});

/** In a process of its own, with dist: `npm run build`. */
function runNode(program: string): string {
  const url = (name: string): string => JSON.stringify(pathToFileURL(`${TOP}/dist/${name}.js`).href);
  const text = program.replace(/@(\w+)/g, (_, name: string) => url(name));
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "-e", text], {
    encoding: "utf8",
    input: JSON.stringify({ json: copyOf(), bytes: Array.from(model.save()), rows: records }),
  });
  expect(status, stderr).toBe(0);
  return stdout;
}

describe("a program", () => {
  const given = `import { readFileSync } from "node:fs"; const { json, bytes, rows } = JSON.parse(readFileSync(0, "utf8"));`;
  test("that does not import downhill/table is told to", () => {
    const program = `${given} import { Model } from @index;
      const say = (ask) => { try { ask(); console.log("nothing"); } catch (error) { console.log(error.name + " " + error.message); } };
      say(() => Model.load(new Uint8Array(bytes))); say(() => Model.fromJSON(json)); say(() => new Model(json.spec));`;
    const text = 'this model takes rows that downhill/table reads. Write import "downhill/table" first.';
    expect(runNode(program).trim().split("\n")).toEqual(
      ["Model.load", "Model.fromJSON", "Model"].map((caller) => `OptionError ${caller}: ${text}`),
    );
  });

  test.each([
    ["imports it", "import { Model } from @index; import @table; const { load } = Model;"],
    ["imports downhill/predict alone", "import { load } from @predict;"],
  ])("that %s predicts the same bits from records", (_, imports) => {
    const call = imports.includes("Model") ? "Model.load" : "load";
    const program = `${imports.replace(" const { load } = Model;", "")} ${given} console.log(JSON.stringify(${call}(new Uint8Array(bytes)).predictAll(rows)));`;
    expect(JSON.parse(runNode(program))).toEqual(Array.from(model.predictAll(records)));
  });
});
