import fc from "fast-check";
import { describe, expect } from "vitest";

import {
  adagrad,
  adam,
  adamw,
  DataError,
  dataset,
  dense,
  dropout,
  huber,
  lossSurface,
  Model,
  rmsprop,
  sgd,
} from "../../src/index.js";
import {
  activation,
  anything,
  columnNames,
  count,
  fraction,
  huberOptions,
  initializer,
  mostly,
  optimizerOptions,
  options,
  slip,
  slipped,
  tameNumber,
  wildNumber,
} from "./arbitraries.js";
import { dataOf, modelOf, problem } from "./networks.js";
import { expectNoNaN, expectNoNaNIn, property, untyped } from "./runner.js";

describe("what a model is built of", () => {
  const makers = { sgd, adam, adamw, rmsprop, adagrad, huber, dropout, dense } as const;
  const call = fc.oneof(
    fc.tuple(fc.constantFrom("sgd", "adam", "adamw", "rmsprop", "adagrad"), fc.tuple(optimizerOptions)),
    fc.tuple(fc.constant("huber"), fc.tuple(huberOptions)),
    fc.tuple(fc.constant("dropout"), fc.tuple(mostly(fraction))),
    fc.tuple(
      fc.constant("dense"),
      fc.tuple(mostly(count), mostly(activation), fc.option(options({ initializer }), { nil: undefined })),
    ),
  );
  property("is plain JSON, or an error of ours", 0.06, call, ([name, given], tally) => {
    const make = makers[name as keyof typeof makers] as (...args: unknown[]) => unknown;
    const spec = tally.attempt(() => make(...given));
    if (spec === undefined) return;
    expect(JSON.stringify(JSON.parse(JSON.stringify(spec))), name).toBe(JSON.stringify(spec));
    expectNoNaNIn(spec, name);
  });

  const modelOptions = fc.tuple(
    problem(),
    slip,
    slip,
    fc.oneof(
      fc.constant({}),
      fc.record({
        classes: fc.array(fc.constantFrom<unknown>("a", "b", 1, 0, true, null), { maxLength: 4 }),
      }),
      fc.record({ positive: fc.constantFrom<unknown>("a", "b", 1, undefined, null, {}) }),
      fc.record({ classes: fc.constant(["b", "a"]), positive: fc.constantFrom("a", "b") }),
      fc.record({ columns: columnNames(2) }),
      fc.record({ seed: fc.oneof(wildNumber, anything) }),
      fc.record({ units: count }),
      fc.record({ inputs: count }),
    ),
  );
  property(
    "gives a model that its own spec builds again, or an error of ours",
    0.08,
    modelOptions,
    ([given, one, other, extras], tally) => {
      const { units, ...extra } = extras as { units?: number };
      const { inputs, layers, loss, standardize, seed, optimizer } = given;
      const more = units === undefined ? layers : [{ type: "dense", units }, ...layers];
      const right = { inputs, layers: more, loss, standardize, seed, optimizer, ...extra };
      const model = tally.attempt(() => new Model(untyped(slipped(slipped(right, one), other))));
      if (model === undefined) return;
      const parameters = tally.attempt(() => model.parameters);
      if (parameters === undefined) return;
      expect(parameters.every(Number.isFinite)).toBe(true);
      expect(parameters.length).toBe(model.count);
      expect(new Model(model.spec).parameters).toEqual(parameters);
      // A class may be called so.
      const named = [...(model.classes ?? []), model.spec.positive].some(
        (label) => label !== undefined && /undefined|NaN/.test(String(label)),
      );
      if (!named) expect(model.summary()).not.toMatch(/undefined|NaN|\[object/);
      expect(JSON.stringify(Model.fromJSON(model.toJSON()))).toBe(JSON.stringify(model));
    },
  );
});

/** How often a model whose notes could be saved loads: a file that only its own load refuses is a lost model. */
function backFrom(model: Model, saved: Uint8Array): number {
  const written = JSON.stringify(model);
  try {
    const models = [Model.load(saved, { extensions: {} }), Model.fromJSON(written)];
    for (const again of models) expect(JSON.stringify(again)).toBe(written);
    return models.length;
  } catch (error) {
    // An extension that is required is not known here.
    if (error instanceof DataError && error.message.includes("needs its extension")) throw error;
    throw new Error("a saved model does not load", { cause: error });
  }
}

describe("what is asked of a model", () => {
  const method = fc.constantFrom(
    "predict",
    "predictInto",
    "predictAll",
    "classify",
    "classifyAll",
    "evaluate",
    "loss",
    "gradient",
    "fitSync",
    "fit",
    "epochs",
    "step",
    "parameters",
    "save",
    "load",
    "fromJSON",
    "lossSurface",
    "notes",
    "extensions",
    "clone",
    "snapshot",
    "unscaled",
  );
  const row = fc.array(tameNumber, { minLength: 1, maxLength: 5 });
  const rows = fc.array(row, { minLength: 1, maxLength: 3 });
  const fitOptions = options({
    epochs: fc.constant(1),
    batchSize: fc.oneof(count, fc.constant("all")),
    shuffle: fc.boolean(),
    gradientTolerance: fraction,
    validation: fc.constant(undefined),
    earlyStopping: options({ patience: count, minDelta: fraction }),
    clipNorm: fraction,
    classWeights: fc.oneof(
      fc.constant("balanced"),
      fc.array(fraction),
      fc.dictionary(fc.constantFrom("class 0", "0", "1", "__proto__"), fraction),
    ),
    onEpoch: fc.constant(() => false),
    signal: fc.constant({ aborted: false }),
  });
  const axis = options({
    parameter: fc.nat(3),
    direction: fc.array(tameNumber),
    from: tameNumber,
    to: tameNumber,
    steps: count,
  });
  const call = fc.record({
    given: problem(),
    trained: fc.boolean(),
    method,
    args: fc.tuple(fc.oneof(row, rows, anything), fc.oneof(rows, anything), fitOptions, axis, axis),
    wrong: slip,
    asData: fc.nat(3),
  });

  property(
    "is answered without NaN, or refused with an error of ours",
    0.14,
    call,
    async ({ given, trained, method, args, wrong, asData }, tally) => {
      const model = modelOf(given);
      const data = dataOf(given);
      if (trained) model.fitSync(data, { epochs: 1 });
      const [first, second, fitting, x, y] = args.map(untyped);
      // A row of the right width most of the time, with one slip in it.
      const one = asData === 0 ? first : untyped(slipped(given.x[0], wrong));
      const many = asData === 0 ? first : untyped(slipped(given.x, wrong));
      const set =
        asData === 0
          ? first
          : asData === 1
            ? untyped(dataset({ inputs: [[1, 2]], targets: [3] }))
            : untyped(data);
      const answer = await settle(() => {
        switch (method) {
          case "predict":
            return model.predict(one);
          case "predictInto":
            // Behind the outputs stands what was there.
            return Array.from(model.predictInto(one, asData === 1 ? second : untyped([0, 0, 0, 0]))).slice(
              0,
              given.outputs,
            );
          case "predictAll":
            return model.predictAll(many);
          case "classify":
            return model.classify(one);
          case "classifyAll":
            return model.classifyAll(many);
          case "evaluate":
            return model.evaluate(set);
          case "loss":
            return model.loss(set);
          case "gradient":
            return model.gradient(set).gradient;
          case "fitSync":
            return model.fitSync(set, fitting).epochs.map(({ loss }) => loss);
          case "fit":
            return model.fit(set, fitting).then(({ epochs }) => epochs.map(({ loss }) => loss));
          case "epochs":
            return Array.from(model.epochs(set, fitting), ({ loss }) => loss);
          case "step":
            return model.step(many, asData === 1 ? second : untyped(slipped(given.labels ?? given.y, wrong)));
          case "parameters":
            model.parameters = asData === 0 ? first : untyped(slipped(Array.from(model.parameters), wrong));
            return model.parameters;
          case "save":
            return model.save(first).length;
          case "load":
            return Model.load(asData === 0 ? first : untyped(model.save()), asData === 1 ? second : undefined)
              .count;
          case "fromJSON":
            return Model.fromJSON(
              asData === 0 ? first : untyped(model.toJSON()),
              asData === 1 ? second : undefined,
            ).count;
          case "notes":
          case "extensions":
            model[method] = first;
            return backFrom(model, model.save());
          case "clone":
          case "snapshot":
          case "unscaled":
            model[asData === 0 ? "notes" : "extensions"] = asData < 2 ? first : untyped({});
            return model[method]().count;
          default:
            return lossSurface(model, set, x, y).loss.flatMap((values) => Array.from(values));
        }
      });
      if (answer === undefined) return;
      expectNoNaNIn(answer, method);
      if (typeof answer === "object" && answer !== null && "length" in answer)
        expectNoNaN(answer as ArrayLike<number>, method);
      // Whatever was asked, the model is still one that can be saved.
      expect(Array.from(model.parameters).every(Number.isFinite)).toBe(true);

      async function settle(action: () => unknown): Promise<unknown> {
        try {
          const result = await action();
          tally.accepted++;
          return result;
        } catch (error) {
          return tally.attempt(() => {
            throw error;
          });
        }
      }
    },
  );
});
