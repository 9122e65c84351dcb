import fc from "fast-check";
import { describe, expect } from "vitest";

import { type Dataset, dense, Model } from "../../src/index.js";
import { load } from "../../src/predict-only.js";
import { encode, type Row, table, type TableData, type TableOptions } from "../../src/table/index.js";
import { anything, mostly, slip, slipped, tameNumber, wildNumber } from "./arbitraries.js";
import { expectNoNaN, property, untyped } from "./runner.js";

/** Records of all kinds of cells, options right and wrong, and rows that come later. */

const NAMES = ["a", "b", "c", "d", "__proto__", "constructor", "a=x", "", "\ud800"];
const date = fc.oneof(
  fc.constantFrom(
    "2015-01-31",
    "2015-02-28T23:59:59.9999",
    "31/12/2014",
    "01/02/2015",
    "Jan 3 2016",
    "29.02.2016",
    "0050-01-01",
  ),
  fc.date({ noInvalidDate: false }),
  fc.date({ min: new Date(0), max: new Date(1e12), noInvalidDate: true }).map((day) => day.toISOString()),
);
const missing = fc.constantFrom<unknown>(null, undefined, NaN, "", "  ");
const text = fc.constantFrom(
  "x",
  "y",
  " x",
  "z",
  "Ä",
  "007",
  "1e400",
  "NaN",
  "__proto__",
  "toString",
  "12345678901234567890",
  "\ud800",
);
const number = fc.oneof(
  { weight: 5, arbitrary: tameNumber },
  wildNumber,
  fc.constantFrom("1", "2.50", "-0", "1e3", -0),
);
const answer = fc.constantFrom<unknown>("yes", "No", "Y", true, false, 0, 1, "1", "TRUE");

/** Cells of a column: of one kind, with some missing, and seldom one that is anything. */
const column = (rows: number): fc.Arbitrary<unknown[]> =>
  fc
    .tuple(
      fc.constantFrom<fc.Arbitrary<unknown>[]>(
        [number],
        [text],
        [answer],
        [date],
        [text, number],
        [missing],
        [anything],
      ),
      fc.constantFrom(0, 0, 1, 3),
      fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1),
    )
    .chain(([kinds, gaps, slips]) =>
      fc.array(
        fc.oneof(
          ...kinds.map((arbitrary) => ({ weight: 20, arbitrary })),
          { weight: gaps, arbitrary: missing },
          { weight: slips, arbitrary: anything },
        ),
        { minLength: rows, maxLength: rows },
      ),
    );

interface Columns {
  readonly names: string[];
  readonly cells: unknown[][];
  readonly rain: unknown[];
}

const columns: fc.Arbitrary<Columns> = fc
  .record({
    rows: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant(40)),
    names: fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 4 }),
  })
  .chain(({ rows, names }) =>
    fc.record({
      names: fc.constant(names),
      cells: fc.tuple(...names.map(() => column(rows))) as fc.Arbitrary<unknown[][]>,
      rain: fc.oneof(
        {
          weight: 4,
          arbitrary: fc.array(tameNumber, { minLength: rows, maxLength: rows }) as fc.Arbitrary<unknown[]>,
        },
        {
          weight: 2,
          arbitrary: fc.array(fc.constantFrom<unknown>("u", "v", "w"), { minLength: rows, maxLength: rows }),
        },
        column(rows),
      ),
    }),
  );

const calendar = fc.uniqueArray(fc.constantFrom("hour", "weekday", "month", "quarter", "dayOfYear"), {
  maxLength: 3,
});
const said = fc.oneof(
  fc.constantFrom<unknown>("number", "text", "yes-no", "date"),
  fc.record(
    {
      kind: fc.constantFrom("text", "date", "number"),
      most: fc.integer({ min: 1, max: 3 }),
      order: fc.constantFrom("day/month", "month/day"),
      time: fc.boolean(),
      calendar,
    },
    { requiredKeys: [] },
  ),
);
const choice = fc.constantFrom<unknown>("mean", "median", "drop", "error");
const options = fc.record(
  {
    target: fc.constant("rain"),
    missing: fc.oneof(
      { weight: 4, arbitrary: choice },
      fc.dictionary(fc.constantFrom(...NAMES), choice, { maxKeys: 2 }),
    ),
    kinds: fc.oneof(
      { weight: 4, arbitrary: fc.constant({}) },
      fc.dictionary(fc.constantFrom(...NAMES), said, { maxKeys: 1 }),
    ),
    dates: calendar,
    unknown: fc.constantFrom("error", "ignore"),
    features: fc.oneof(
      { weight: 6, arbitrary: fc.constant(undefined) },
      mostly(fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 })),
    ),
  },
  { requiredKeys: ["target", "missing"] },
);

/** Records of columns; fields are their own, whatever they are called. */
function recordsOf({ names, cells, rain }: Columns): Row[] {
  return rain.map((value, r) =>
    fromEntries([...names.map((name, c) => [name, cells[c][r]] as const), ["rain", value]]),
  );
}
const fromEntries = (entries: (readonly [string, unknown])[]): Row => Object.fromEntries(entries) as Row;
const columnsByName = ({ names, cells, rain }: Columns): TableData =>
  untyped(Object.fromEntries([...names.map((name, c) => [name, cells[c]]), ["rain", rain]]));

function modelOf(data: Dataset): Model {
  const classes = data.classes?.length;
  const layers = [dense(3, "tanh"), dense(classes ?? data.targetWidth)];
  return new Model({ inputs: data, layers, loss: classes === undefined ? "mse" : "crossEntropy", seed: 1 });
}

const bits = (numbers: ArrayLike<number>): string =>
  String(new BigUint64Array(Float64Array.from(numbers).buffer));

describe("a table", () => {
  const whole = fc.tuple(columns, options, fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, slip));
  property(
    "of any records is a dataset or an error of ours; records, columns, files and another order give the same bits",
    0.35,
    whole,
    ([given, right, wrong], tally) => {
      const asked = untyped(wrong === undefined ? right : slipped(right, wrong)) as TableOptions;
      const records = recordsOf(given);
      const data = tally.attempt(() => table(records, asked));
      const asColumns = quiet(() => table(columnsByName(given), asked));
      if (!data) {
        expect(asColumns).toBeUndefined();
        return;
      }
      expectNoNaN(data.targets, "targets");
      const model = tally.attempt(() => modelOf(data));
      if (!model) return;
      const history = tally.attempt(() => model.fitSync(data, { epochs: 1, batchSize: 4 }));
      if (!history) return;
      const encoded = encode(model, data);
      expectNoNaN(encoded.values, "encoded");
      expect(encoded.columns).toEqual(model.columns);
      const predicted = tally.attempt(() => model.predictAll(data));
      if (!predicted) return;
      expectNoNaN(predicted, "predicted");
      const loaded = [Model.load(model.save()), load(model.save()), Model.fromJSON(JSON.stringify(model))];
      for (const asker of loaded) expect(bits(asker.predictAll(data))).toBe(bits(predicted));
      const fromColumns = modelOf(asColumns as Dataset);
      fromColumns.fitSync(asColumns as Dataset, { epochs: 1, batchSize: 4 });
      expect(bits(fromColumns.parameters)).toBe(bits(model.parameters));
      // Where a row was dropped its record has a cell that a prediction misses.
      if (data.rows < records.length) return;
      const turned = records.map((record) => fromEntries(Object.entries(record).reverse()));
      for (const asker of [model, ...loaded]) {
        expect(bits(asker.predictAll(records))).toBe(bits(predicted));
        expect(bits(asker.predictAll(untyped(columnsByName(given))))).toBe(bits(predicted));
        expect(bits(turned.flatMap((record) => Array.from(asker.predict(record))))).toBe(bits(predicted));
      }
    },
  );

  const laterRow = fc.oneof(
    { weight: 1, arbitrary: anything },
    {
      weight: 6,
      arbitrary: fc
        .array(fc.tuple(fc.constantFrom(...NAMES), fc.oneof(number, text, answer, date, missing, anything)), {
          maxLength: 5,
        })
        .map((entries) => fromEntries(entries) as unknown),
    },
  );
  const later = fc.tuple(columns, options, fc.array(laterRow, { minLength: 1, maxLength: 4 }), columns);
  property(
    "that trained a model: whatever rows come later, there is no NaN and no error but ours",
    0.35,
    later,
    ([given, right, rows, others], tally) => {
      const data = quiet(() => table(recordsOf(given), untyped(right)));
      const model = data && quiet(() => modelOf(data));
      if (!data || !model) return;
      if (!quiet(() => model.fitSync(data, { epochs: 1, batchSize: 4 }))) return;
      const before = JSON.stringify(model);
      // Fields as the table has them, with cells of another kind.
      const near = rows.map((row) =>
        typeof row === "object" && row !== null ? { ...recordsOf(given)[0], ...row } : row,
      );
      for (const list of [rows, near]) {
        const all = tally.attempt(() => model.predictAll(untyped(list)));
        if (all) expectNoNaN(all, "predicted");
        const each = list.map((row) => tally.attempt(() => model.predict(untyped(row))));
        // All are taken where each is, to the same bits.
        expect(all !== undefined).toBe(each.every((one) => one !== undefined));
        if (all) expect(bits(all)).toBe(bits(each.flatMap((one) => Array.from(one as Float64Array))));
        tally.attempt(() => model.classifyAll(untyped(list)));
      }
      const other = quiet(() => table(recordsOf(others), untyped({ ...right, kinds: {} })));
      if (other) {
        const all = tally.attempt(() => model.predictAll(other));
        if (all) expectNoNaN(all, "predicted of another table");
        // What another table makes of its records is what the model makes of them itself, or an error.
        const own =
          all && other.rows === others.rain.length && quiet(() => model.predictAll(recordsOf(others)));
        if (own) expect(bits(own)).toBe(bits(all));
        const asks: (() => unknown)[] = [
          () => model.evaluate(other),
          () => model.loss(other),
          () => model.gradient(other).gradient,
          () => model.clone().fitSync(other, { epochs: 1 }),
          () => modelOf(data).fitSync(data, { epochs: 1, validation: other }),
        ];
        for (const ask of asks) tally.attempt(ask);
      }
      for (const wrong of rows) tally.attempt(() => model.clone().step(untyped([wrong]), untyped([1])));
      expect(JSON.stringify(model)).toBe(before);
    },
  );

  const anyCall = fc.tuple(
    fc.oneof(
      anything,
      fc.array(fc.oneof(anything, fc.dictionary(fc.string({ maxLength: 2 }), anything, { maxKeys: 3 })), {
        maxLength: 4,
      }),
      fc.dictionary(fc.constantFrom("a", "rain"), anything),
    ),
    mostly(options),
  );
  property("of anything at all is a dataset or an error of ours", 0.15, anyCall, ([data, asked], tally) => {
    const made = tally.attempt(() => table(untyped(data), untyped(asked)));
    if (made) expect(made.rows).toBeGreaterThan(0);
  });

  const description = fc.tuple(
    columns,
    fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
    mostly(anything, anything),
  );
  property(
    "whose model's description is damaged loads or is refused, and predicts no NaN",
    0.15,
    description,
    ([given, path, value], tally) => {
      const data = quiet(() =>
        table(recordsOf(given), { target: "rain", missing: "mean", dates: ["month"] }),
      );
      const model = data && quiet(() => modelOf(data));
      if (!data || !model || !quiet(() => model.fitSync(data, { epochs: 1 }))) return;
      const json = JSON.parse(JSON.stringify(model)) as { spec: object; scaler: { inputs: object } };
      const spot = { encoding: (json.spec as { encoding: object }).encoding, inputs: json.scaler.inputs };
      damage(spot, path, value);
      for (const read of [() => Model.fromJSON(untyped(json)), () => Model.fromJSON(JSON.stringify(json))]) {
        const loaded = tally.attempt(read);
        const predicted = loaded && tally.attempt(() => loaded.predictAll(recordsOf(given)));
        if (predicted) expectNoNaN(predicted, "predicted");
      }
    },
  );
});

/** Puts another value at a place in plain JSON, found by going down. */
function damage(json: object, [first, ...rest]: number[], value: unknown): void {
  const keys = Object.keys(json);
  if (keys.length === 0) return;
  const key = keys[first % keys.length];
  const inner = (json as Record<string, unknown>)[key];
  if (rest.length > 0 && typeof inner === "object" && inner !== null) return damage(inner, rest, value);
  if (typeof value === "bigint" || (typeof value === "object" && value !== null))
    delete (json as Record<string, unknown>)[key];
  else (json as Record<string, unknown>)[key] = value;
}

/** What `action` gives, or undefined: what its errors are is asked elsewhere. */
function quiet<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
