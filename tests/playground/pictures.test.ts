import type { Activation, Model } from "downhill";
import { unitShares } from "downhill/evaluate";
import { describe, expect, it } from "vitest";
import { hashOf } from "../../playground/src/setup/hash.js";
import { ACTIVATIONS, defaultsFor, type Setup } from "../../playground/src/setup/setup.js";
import { classicRows } from "../../playground/src/trainer/data/classic.js";
import { drawnRows } from "../../playground/src/trainer/data/drawn.js";
import type { Rows } from "../../playground/src/trainer/data/rows.js";
import type {
  CurvePicture,
  Frame,
  PlanePicture,
  SeriesPicture,
  SurfacePicture,
  TablePicture,
  UnitsPicture,
} from "../../playground/src/trainer/messages.js";
import { Pace } from "../../playground/src/trainer/pictures/pace.js";
import { Path, thinned } from "../../playground/src/trainer/pictures/path.js";
import { Drive } from "./drive.js";
import { trainTo } from "./train.js";

const hidden = (units: number, activation: Activation): Setup["layers"][number] => ({
  units,
  activation,
  dropout: 0,
});
const moons = { kind: "moons", rows: 100, noise: 0.1 } as const;
const wave = Array.from({ length: 60 }, (_, i) => [i / 30 - 1, 5 + 3 * Math.sin(i / 6)] as const);
const onWave = defaultsFor({ kind: "drawn", points: wave });

async function after(epochs: number, setup: Setup, rows: Rows): Promise<{ frame: Frame; model: Model }> {
  const drive = new Drive(setup, rows);
  const frame = await drive.until("paused", (session) => session.runTo(epochs));
  return { frame, model: drive.session.model };
}

/** The same of a CSV file's text, or an example. */
async function ofText(
  setup: Setup,
  epochs: number,
  text?: string,
): Promise<{ frame: Frame; rows: Rows; model: Model }> {
  const { rows } = await trainTo(setup, 1, false, text);
  return { rows, ...(await after(epochs, setup, rows)) };
}

/** The middles of cells over a plane. */
function middles({ bounds, side }: { bounds: PlanePicture["bounds"]; side: number }): number[][] {
  const at = ([from, to]: readonly [number, number], i: number): number =>
    from + ((to - from) * (i + 0.5)) / side;
  return Array.from({ length: side * side }, (_, k) => [
    at(bounds.x, k % side),
    at(bounds.y, Math.floor(k / side)),
  ]);
}

/** The same as a table's columns. */
function byName(picture: { bounds: PlanePicture["bounds"]; side: number }): { u: number[]; v: number[] } {
  const [u, v] = [0, 1].map((c) => middles(picture).map((row) => row[c]));
  return { u, v };
}

/** What the last layer of one output makes of the units before it. */
function combined(units: readonly ArrayLike<number>[], parameters: Float32Array): Float64Array {
  const count = units.length;
  const weights = parameters.subarray(parameters.length - count - 1, parameters.length - 1);
  const bias = parameters[parameters.length - 1];
  return Float64Array.from(units[0], (_, i) =>
    units.reduce((sum, unit, u) => sum + weights[u] * unit[i], bias),
  );
}

function largestDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

describe("units", () => {
  it.each(ACTIVATIONS)(
    "with %s, the last hidden layer's units and the last layer give what the model says",
    async (name) => {
      const setup: Setup = { ...defaultsFor(moons), layers: [hidden(7, name), hidden(5, name)] };
      const { frame, model } = await after(30, setup, classicRows(setup, moons));
      const picture = frame.pictures.units as Required<UnitsPicture>;
      expect(picture).toMatchObject({ shape: "plane", units: [7, 5] });
      expect(picture.layers.map((layer) => layer.length)).toEqual([7, 5]);
      const logits = combined(picture.layers[1], model.parameters);
      const said = model.predictAll(middles(picture));
      expect(
        largestDistance(
          logits.map((logit) => 1 / (1 + Math.exp(-logit))),
          said,
        ),
      ).toBeLessThan(2e-6);
    },
  );

  it("of a curve, the shares and the constant add up to what the model says, in the target's unit", async () => {
    const { frame, model } = await after(200, onWave, drawnRows(onWave, wave));
    const { xs, shares, constant, scale } = frame.pictures.units as Required<UnitsPicture>;
    expect(scale).toBe("target");
    const total = xs.map((_, i) => shares.reduce((sum, share) => sum + share[i], constant));
    expect(largestDistance(total, model.predictAll(Array.from(xs, (x) => [x])))).toBeLessThan(2e-5);
    // And each by itself is the library's own, which is computed another way.
    const own = unitShares(model, { from: xs[0], to: xs[xs.length - 1], steps: xs.length });
    expect(constant).toBeCloseTo(own.constant, 6);
    shares.forEach((share, u) => expect(largestDistance(share, own.shares[u])).toBeLessThan(2e-5));
  });

  it("of more inputs, the first layer's weights are shown as they are, with the names of their inputs", async () => {
    const rows = [
      "a,b,c,y",
      ...Array.from({ length: 60 }, (_, i) => `${i % 7},${i % 5},${i % 3},${i % 11}`),
    ].join("\n");
    const data = { kind: "csv", name: "t.csv", hash: hashOfText(rows) } as const;
    const setup: Setup = { ...defaultsFor(data), layers: [hidden(4, "relu")], epochs: 20 };
    const { frame, model } = await ofText(setup, 5, rows);
    const { shape, layers, columns } = frame.pictures.units as Required<UnitsPicture>;
    expect({ shape, columns }).toEqual({ shape: "weights", columns: ["a", "b", "c"] });
    expect(layers[0].flatMap((row) => [...row])).toEqual([...model.parameters.subarray(0, 12)]);
  });

  it("draws at most 8 layers of 32 units, and counts those that it leaves out", async () => {
    const setup: Setup = {
      ...defaultsFor(moons),
      layers: [hidden(40, "tanh"), ...Array.from({ length: 9 }, () => hidden(2, "tanh"))],
    };
    const { frame } = await after(1, setup, classicRows(setup, moons));
    const { layers, units } = frame.pictures.units as UnitsPicture;
    expect(layers.map((layer) => layer.length)).toEqual([32, 2, 2, 2, 2, 2, 2, 2]);
    expect(units).toEqual([40, 2, 2, 2, 2, 2, 2, 2, 2, 2]);
  });

  it("has none of a network without hidden layers", async () => {
    const setup: Setup = { ...onWave, layers: [] };
    const { frame } = await after(5, setup, drawnRows(setup, wave));
    expect(frame.pictures.units).toMatchObject({ layers: [], units: [] });
    expect(frame.pictures.units?.shares).toBeUndefined();
  });
});

describe("output", () => {
  it("is what the model says at the middle of each cell of a plane", async () => {
    const setup = defaultsFor(moons);
    const rows = classicRows(setup, moons);
    const { frame, model } = await after(20, setup, rows);
    const picture = frame.pictures.output as PlanePicture;
    expect(largestDistance(picture.values, model.predictAll(middles(picture)))).toBeLessThan(1e-6);
    expect(picture.points.xs.length).toBe(100);
    expect(picture.points.firstUnseen).toBe(rows.train.rows);
    expect(picture.points.classes?.[picture.points.firstUnseen]).toBe(rows.validation?.targets[0]);
  });

  it("of three classes is the likeliest one and how likely it is", async () => {
    const text = [
      "u,v,kind",
      ...Array.from({ length: 90 }, (_, i) => `${(i % 3) + (i % 7) / 10},${(i % 5) / 5},${"abc"[i % 3]}`),
    ].join("\n");
    const data = { kind: "csv", name: "three.csv", hash: hashOfText(text) } as const;
    const setup: Setup = { ...defaultsFor(data), epochs: 50 };
    const { frame, model, rows } = await ofText(setup, 30, text);
    expect(rows.shape).toBe("plane");
    const picture = frame.pictures.output as PlanePicture;
    const said = model.classifyAll(byName(picture));
    expect([...picture.values]).toEqual(said.map(({ index }) => index));
    expect(
      largestDistance(
        picture.certainty as Float32Array,
        said.map(({ probability }) => probability),
      ),
    ).toBeLessThan(1e-6);
  });

  it("of a curve of three classes is how likely each is", async () => {
    const text = [
      "u,kind",
      ...Array.from({ length: 90 }, (_, i) => `${(i % 3) + (i % 7) / 10},${"abc"[i % 3]}`),
    ].join("\n");
    const data = { kind: "csv", name: "line.csv", hash: hashOfText(text) } as const;
    const { frame, model } = await ofText({ ...defaultsFor(data), epochs: 50 }, 20, text);
    const { xs, ys, byClass } = frame.pictures.output as Required<CurvePicture>;
    const said = model.predictAll({ u: xs });
    byClass.forEach((line, k) => expect([...line]).toEqual([...said].filter((_, i) => i % 3 === k)));
    expect(ys).toEqual(byClass[0]);
    expect(byClass.length).toBe(3);
  });

  it("of a plane of numbers keeps each row's number, for its colour", async () => {
    const text = [
      "u,v,y",
      ...Array.from({ length: 80 }, (_, i) => `${i % 13},${(i * 7) % 11},${(i % 13) - ((i * 7) % 11)}.5`),
    ].join("\n");
    const data = { kind: "csv", name: "n.csv", hash: hashOfText(text) } as const;
    const setup: Setup = { ...defaultsFor(data), epochs: 50 };
    const { frame, model, rows } = await ofText(setup, 20, text);
    const picture = frame.pictures.output as PlanePicture;
    expect(largestDistance(picture.values, model.predictAll(byName(picture)))).toBeLessThan(1e-5);
    expect([...(picture.points.targets as Float64Array)].slice(0, rows.train.rows)).toEqual([
      ...rows.train.targets,
    ]);
    const units = frame.pictures.units as Required<UnitsPicture>;
    const { mean, deviation } = model.toJSON().scaler.targets as { mean: number[]; deviation: number[] };
    const total = combined(units.layers[0], model.parameters).map((sum) => sum * deviation[0] + mean[0]);
    expect(largestDistance(total, model.predictAll(byName(units)))).toBeLessThan(2e-5);
  });

  it("of a curve is what the model says along it", async () => {
    const { frame, model } = await after(50, onWave, drawnRows(onWave, wave));
    const { xs, ys, points } = frame.pictures.output as CurvePicture;
    expect([...ys]).toEqual([...model.predictAll(Array.from(xs, (x) => [x]))]);
    expect([...points.ys]).toEqual(wave.map(([, y]) => y));
  });

  it("of a series lies around the border, and predicts test rows only at a pause", async () => {
    const series = Array.from({ length: 90 }, (_, i) => Math.round(100 * Math.sin(i / 3)));
    const text = ["v", ...series].join("\n");
    const data = { kind: "csv", name: "s.csv", hash: hashOfText(text) } as const;
    const setup: Setup = { ...defaultsFor(data), past: 7, epochs: 4000, patience: 0 };
    const { rows } = await trainTo(setup, 1, false, text);
    const drive = new Drive(setup, rows);
    const paused = await drive.until("paused", (session) => session.runTo(2000));
    const picture = paused.pictures.output as SeriesPicture;
    const { train, validation, test } = rows as Required<Rows>;
    const testFrom = train.rows - picture.first + validation.rows;
    expect(picture).toMatchObject({ from: train.rows - picture.first, testFrom });
    expect([...picture.actual.subarray(testFrom)]).toEqual([...test.targets]);
    expect([...picture.predicted.subarray(testFrom)]).toEqual([...drive.session.model.predictAll(test)]);
    const playing = drive.frames.filter(({ phase, pictures }) => phase === "playing" && pictures.output);
    expect(playing.length).toBeGreaterThan(0);
    for (const { pictures } of playing) {
      const { predicted } = pictures.output as SeriesPicture;
      expect(predicted.subarray(0, testFrom).every(Number.isFinite)).toBe(true);
      expect(predicted.subarray(testFrom).every(Number.isNaN)).toBe(true);
    }
  });

  it("of a table's classes counts rows as the library does", async () => {
    const setup: Setup = defaultsFor({ kind: "spam" });
    const { frame, model, rows } = await ofText(setup, 2);
    const picture = frame.pictures.output as Required<TablePicture>;
    expect(picture).toMatchObject({ shape: "table", part: "test", rows: rows.test?.rows });
    const { confusion } = model.evaluate(rows.test as Rows["train"]) as { confusion: number[][] };
    expect(picture.confusion.map((row) => [...row])).toEqual(confusion);
    const sums = picture.histogram.map((bins) => bins.reduce((sum, count) => sum + count, 0));
    expect(sums).toEqual(confusion.map(([first, second]) => first + second));
    // From one half on it is the second class: the upper ten of twenty bins.
    picture.histogram.forEach((bins, label) =>
      expect(bins.subarray(10).reduce((sum, count) => sum + count, 0)).toBe(confusion[label][1]),
    );
  });
});

describe("surface", () => {
  /** The quadratic through 3 x 3 points of the grid, at a place: exact where the loss is quadratic. */
  function quadraticAt({ xs, ys, loss }: SurfacePicture, x: number, y: number): number {
    const ends = [0, Math.floor(xs.length / 2), xs.length - 1];
    const weights = (values: Float64Array, at: number): number[] =>
      ends.map((i) =>
        ends.reduce((w, j) => (j === i ? w : (w * (at - values[j])) / (values[i] - values[j])), 1),
      );
    const [across, along] = [weights(xs, x), weights(ys, y)];
    return ends.reduce(
      (sum, j, b) => sum + ends.reduce((row, i, a) => row + across[a] * along[b] * loss[j][i], 0),
      0,
    );
  }

  it("of two parameters is over themselves, and at the path's end it is the model's loss", async () => {
    const setup: Setup = { ...onWave, layers: [], optimizer: "sgd", learningRate: 0.1 };
    const rows = drawnRows(setup, wave);
    const { frame, model } = await after(12, setup, rows);
    const picture = frame.pictures.surface as SurfacePicture;
    const [x, y] = model.parameters;
    expect(picture.path.at(-1)).toEqual({ x, y, epoch: 12 });
    expect(picture.path.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 13 }, (_, i) => i));
    expect(picture.explained).toBeUndefined();
    expect(picture.here).toBe(model.loss(rows.train));
    expect(quadraticAt(picture, x, y) / picture.here).toBeCloseTo(1, 4);
  });

  it("of more parameters is over the plane through the path's end, where it is the model's loss", async () => {
    const text = [
      "a,b,c,y",
      ...Array.from(
        { length: 60 },
        (_, i) => `${i % 7},${i % 5},${i % 3},${(i % 7) - 2 * (i % 5) + (i % 4)}`,
      ),
    ].join("\n");
    const data = { kind: "csv", name: "q.csv", hash: hashOfText(text) } as const;
    const setup: Setup = {
      ...defaultsFor(data),
      layers: [],
      loss: "mse",
      optimizer: "sgd",
      learningRate: 0.02,
      epochs: 40,
    };
    const { frame, model, rows } = await ofText(setup, 20, text);
    const picture = frame.pictures.surface as SurfacePicture;
    const last = picture.path.at(-1) as { x: number; y: number };
    expect(Math.hypot(last.x, last.y)).toBeLessThan(1e-12);
    expect(picture.here).toBe(model.loss(rows.train));
    expect(quadraticAt(picture, 0, 0) / picture.here).toBeCloseTo(1, 4);
    const [first, second] = picture.explained as [number, number];
    expect(first).toBeGreaterThan(second);
    expect(first + second).toBeLessThanOrEqual(1 + 1e-9);
  });

  it("is absent until the path has three places", async () => {
    const { frame } = await after(1, onWave, drawnRows(onWave, wave));
    expect(frame.pictures.surface).toBeUndefined();
  });

  it("ends at the best epoch's weights once training is done", async () => {
    const setup: Setup = { ...defaultsFor(moons), epochs: 200, learningRate: 0.05 };
    const rows = classicRows(setup, moons);
    const drive = new Drive(setup, rows);
    const done = await drive.until("done", (session) => session.play());
    const picture = done.pictures.surface as SurfacePicture;
    expect(picture.path.at(-1)?.epoch).toBe(done.weightsOf);
    expect(picture.here).toBe(drive.session.model.loss(rows.train));
  });
});

describe("path", () => {
  it("keeps at most so many places, evenly spaced from the first on", () => {
    const path = new Path(8);
    for (let epoch = 0; epoch <= 100; epoch++) path.note(epoch, () => Float32Array.of(epoch));
    expect(path.places.map(({ epoch }) => epoch)).toEqual([0, 16, 32, 48, 64, 80, 96]);
    expect(path.places.map(({ parameters }) => parameters[0])).toEqual([0, 16, 32, 48, 64, 80, 96]);
  });

  it("is thinned with both ends in it", () => {
    expect(thinned([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 3)).toEqual([0, 5, 10]);
    expect(thinned([1, 2], 3)).toEqual([1, 2]);
  });
});

describe("pace", () => {
  it("leaves the work undone until its share of the time has passed, but for when nothing waits", () => {
    let now = 0;
    const pace = new Pace(0.2, () => now);
    const work = (): number => (now += 10);
    expect(pace.take(work)).toBe(10);
    // 10 of 50 milliseconds are a fifth.
    now = 49;
    expect(pace.take(work)).toBeUndefined();
    expect(pace.take(work, true)).toBe(59);
    now = 99;
    expect(pace.take(work)).toBe(109);
  });
});

function hashOfText(text: string): string {
  return hashOf(new TextEncoder().encode(text));
}
