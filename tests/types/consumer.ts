/**
 * A project that uses the package as people do, compiled by tests/package.test.ts against the packed types: without the DOM,
 * without Node's types, without skipLibCheck.
 */
import { adam, type Classification, dataset, dense, type Epoch, huber, Model, sgd, windows } from "downhill";
import type {
  Dataset,
  Evaluation,
  FitControl,
  History,
  LossSurface,
  ModelSpec,
  RegressionEvaluation,
} from "downhill";
import { type CsvCell, type CsvTable, type Kind, readCsv, streamCsv } from "downhill/csv";
import {
  type Axis,
  type ColumnImportance,
  type DescentPlane,
  descentPlane,
  importance,
  learningCurve,
  type LearningCurvePoint,
  lossSurface,
  regressionMetrics,
  reliability,
  type ReliabilityBin,
  type UnitShares,
  unitShares,
} from "downhill/evaluate";
import { lossPlot, MissingPeerError, type PlotOptions, type Theme } from "downhill/plot";
import { fromJSON, load, type Predictor } from "downhill/predict";
import { type Batch, fit as fitStream, steps } from "downhill/stream";
import { encode, type Cell, type Missing, type Row, table, type TableOptions } from "downhill/table";
import { fit, WorkerError, type WorkerFitOptions } from "downhill/worker";
import "downhill/worker-thread.js";

export async function train(days: number[]): Promise<Uint8Array> {
  const data = windows(days, { past: 7 });
  const { train, validation, test } = data.split({ validation: 0.1, test: 0.2 });
  const layers = [dense(16, "relu"), dense(1)];
  const model = new Model({ inputs: train, layers, loss: "mae", optimizer: adam({ learningRate: 1e-3 }) });
  const onEpoch = ({ epoch, loss, validationLoss }: Epoch, { stop }: FitControl): void => {
    if (epoch >= 10 && loss >= (validationLoss ?? 0)) stop();
  };
  const earlyStopping = { patience: 20 };
  const history: History = await model.fit(train, { epochs: 300, validation, earlyStopping, onEpoch });
  const { mae, r2 }: RegressionEvaluation = model.evaluate(test);
  model.notes = { mae, r2, stoppedBy: history.stoppedBy };
  return model.save({ optimizer: true });
}

export function classify(rows: readonly Float64Array[], labels: readonly string[]): Classification {
  const data = dataset({ inputs: rows, labels });
  const layers = [dense(8, "tanh"), dense(3)];
  const model = new Model({ inputs: data, layers, loss: "crossEntropy", optimizer: sgd({ momentum: 0.9 }) });
  for (const { updates } of model.epochs(data, { epochs: 5 })) if (updates > 1000) break;
  const { accuracy, confusion } = model.evaluate(data);
  const spec: ModelSpec = { ...model.spec, seed: accuracy > confusion[0][0] ? 1 : 2 };
  return new Model(spec).classify(rows[0]);
}

export function score(bytes: Uint8Array, row: number[]): number {
  const loaded: Predictor = load(bytes);
  const out: Float32Array = loaded.predictInto(row, new Float32Array(loaded.outputs));
  return out[0] + fromJSON(Model.load(bytes).toJSON()).predictAll([row])[0];
}

export const loss: keyof Evaluation = "loss";
export const surface = (of: LossSurface): number => of.loss[0][0] + huber({ delta: 2 }).delta;

export function valley(model: Model, data: Dataset): LossSurface {
  const axis = (parameter: number): Axis => ({ parameter, from: -1, to: 1, steps: 11 });
  return lossSurface(model, data, axis(0), axis(1));
}
export const error = (predicted: number[], actual: number[]): number =>
  regressionMetrics(predicted, actual).rmse;

export async function pictures(model: Model<"mse">, train: Dataset, validation: Dataset): Promise<number> {
  const path: Float32Array[] = [];
  await model.fit(train, { epochs: 9, onEpoch: () => path.push(model.parameters) });
  const plane: DescentPlane = descentPlane(model, train, path, { margin: 0.1 });
  const { total, scale }: UnitShares = unitShares(model, { from: 0, to: 1 });
  const [first]: ColumnImportance[] = importance(model, validation, { columns: { all: ["a", 1] } });
  const bins: ReliabilityBin[] = reliability(total, [true, false], { strategy: "quantile" }).bins;
  const fit = { epochs: 3 };
  const points = await learningCurve(model.spec, train, {
    ...{ validation, fit },
    onSize: (point: LearningCurvePoint<"mse">) => point.validation.rmse,
  });
  const sum: number = points[0].train.r2 + plane.explained[0] + first.mean + bins[0].observed;
  return scale === "logit" ? sum + plane.path[0].x : plane.surface.loss[0][0];
}

export async function stream(model: Model, batches: () => AsyncIterable<Batch>): Promise<number> {
  const { best } = await fitStream(model, batches, { epochs: 3, shuffleRows: 1000, batchSize: 16 });
  for await (const loss of steps(model, batches)) if (loss < best.loss) return loss;
  model.step([[1, 2]], [3], [1]);
  return best.loss;
}

export async function picture(history: History, theme: Theme): Promise<string> {
  const options: PlotOptions = { theme, width: 360 };
  try {
    return await lossPlot(history, { ...options, scale: "log" });
  } catch (error) {
    if (error instanceof MissingPeerError) return `npm install ${error.peer}`;
    throw error;
  }
}

export async function away(
  model: Model<"mse">,
  data: Dataset,
  worker: { postMessage(message: unknown): void },
): Promise<History> {
  const options: WorkerFitOptions = { epochs: 3, onEpoch: ({ loss }, { stop }) => loss < 0.1 && stop() };
  try {
    return await fit(model, data, { ...options, worker });
  } catch (error) {
    if (error instanceof WorkerError)
      return fit(model, data, { ...options, transfer: true, worker: "./thread.js" });
    throw error;
  }
}

export async function cities(source: AsyncIterable<Uint8Array>): Promise<Record<string, CsvCell>[]> {
  const kinds: Record<string, Kind> = { zip: "text" };
  const table: CsvTable = readCsv("zip,x\n007,1\n", { kinds, dates: "day/month", name: "cities.csv" });
  const records = table.records();
  for await (const batch of streamCsv(source, { rows: 100 }))
    if (batch.kinds.x === "number") records.push(...batch.records());
  const { x } = table.columns;
  return x instanceof Float64Array && x[0] > table.line(0) ? records : [];
}

interface Day {
  readonly town: string;
  readonly day: Date | null;
  readonly open?: boolean;
  readonly rain: number;
}

export function mixed(days: readonly Day[], row: Row, missing: Missing): number {
  const kinds: TableOptions["kinds"] = { town: { most: 20 }, day: { kind: "date", calendar: ["month"] } };
  // Interfaces have no index signature: each day is copied into a record.
  const records: Row[] = days.map((day) => ({ ...day }));
  const data = table(records, { target: "rain", missing, kinds, dates: ["weekday"], unknown: "ignore" });
  const model = new Model({ inputs: data, layers: [dense(1)], loss: "mse" });
  const towns: Cell[] = [null, "Oslo", 3, true, new Date(0), undefined];
  const { columns, values } = encode(
    model,
    table({ town: towns, rain: new Float64Array(6) }, { target: "rain" }),
  );
  const loaded = load(model.save());
  model.step(records, [1]);
  const all = [model.predict(row)[0], loaded.predict(row)[0], loaded.predictAll({ town: towns })[0]];
  return columns.length + values[0] + all[0] + model.predictAll(records)[0] + loaded.classifyAll(data).length;
}

export const fromFile = (text: string): Dataset => table(readCsv(text), { target: ["a", "b"] });
