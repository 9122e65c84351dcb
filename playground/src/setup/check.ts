import {
  ACTIVATIONS,
  CLASSIC_SETS,
  type DataChoice,
  type HiddenLayer,
  LOSS_NAMES,
  OPTIMIZER_NAMES,
  SCHEDULES,
  type Setup,
} from "./setup.js";

/** What a stranger's link may ask for: enough to play with, not enough to stall a phone. */
export const MOST = { layers: 8, units: 512, rows: 5000, points: 2000, epochs: 100_000, past: 1000 };

/**
 * A setup from outside, as a link holds one.
 *
 * @throws Error that names the field which cannot be
 */
export function checkSetup(given: unknown): Setup {
  const setup = given as Setup;
  const isWithin = (value: unknown, from: number, to: number): boolean =>
    typeof value === "number" && value >= from && value <= to;
  const isWhole = (value: unknown, from: number, to: number): boolean =>
    isWithin(value, from, to) && Number.isInteger(value);
  const isLayer = (layer: HiddenLayer | null): boolean =>
    isWhole(layer?.units, 1, MOST.units) &&
    ACTIVATIONS.includes(layer?.activation as HiddenLayer["activation"]) &&
    isWithin(layer?.dropout, 0, 0.9);
  const is: Record<keyof Setup, (value: never) => boolean> = {
    data: isData,
    target: (value) => value === undefined || typeof value === "string",
    inputs: (value: unknown) =>
      value === undefined || (Array.isArray(value) && value.every((name) => typeof name === "string")),
    past: (value) => value === undefined || isWhole(value, 1, MOST.past),
    layers: (value: unknown) => Array.isArray(value) && value.length <= MOST.layers && value.every(isLayer),
    loss: (value) => LOSS_NAMES.includes(value),
    optimizer: (value) => OPTIMIZER_NAMES.includes(value),
    learningRate: (value) => isWithin(value, 1e-7, 100),
    schedule: (value) => SCHEDULES.includes(value),
    weightDecay: (value) => isWithin(value, 0, 10),
    batchSize: (value) => value === "all" || isWhole(value, 1, 1e6),
    epochs: (value) => isWhole(value, 1, MOST.epochs),
    patience: (value) => isWhole(value, 0, MOST.epochs),
    validation: (value) => isWithin(value, 0, 0.8),
    test: (value) => isWithin(value, 0, 0.8),
    seed: (value) => isWhole(value, 0, 2 ** 31),
  };
  if (typeof given !== "object" || given === null) throw new Error("it holds no setup");
  for (const name of Object.keys(is) as (keyof Setup)[])
    if (!is[name](setup[name] as never))
      throw new Error(`"${name}" cannot be ${JSON.stringify(setup[name])}`);
  const known = Object.keys(is).filter((name) => setup[name as keyof Setup] !== undefined);
  return Object.fromEntries(known.map((name) => [name, setup[name as keyof Setup]])) as unknown as Setup;
}

function isData(data: DataChoice): boolean {
  if (typeof data !== "object" || data === null) return false;
  switch (data.kind) {
    case "births":
    case "spam":
      return true;
    case "drawn":
      return (
        Array.isArray(data.points) &&
        data.points.length <= MOST.points &&
        data.points.every(
          (point) => Array.isArray(point) && point.length === 2 && point.every(Number.isFinite),
        )
      );
    case "csv":
      return typeof data.name === "string" && /^[0-9a-f]{16}$/.test(data.hash);
    default:
      return (
        CLASSIC_SETS.includes(data.kind) &&
        Number.isInteger(data.rows) &&
        data.rows >= 10 &&
        data.rows <= MOST.rows &&
        data.noise >= 0 &&
        data.noise <= 1
      );
  }
}
