import { checkName, fieldsOf, isObject, mustBe } from "../base/check.js";
import { DataError } from "../base/errors.js";
import type { Epoch, History } from "../index.js";
import { labelled, linearAxis, logAxis } from "./axis.js";
import { chart } from "./chart.js";
import { readItems, readNumber } from "./check.js";
import type { LegendItem } from "./legend.js";
import { dotsOf, lineOf, noteOf } from "./marks.js";
import { count, extent, say } from "./numbers.js";
import type { Mark } from "./observable-plot.js";
import { checkText, type PlotOptions, readOptions } from "./options.js";
import type { PlotLibrary } from "./peers.js";
import { draw } from "./picture.js";
import { paint } from "./theme.js";
import { spansFor, thinLine } from "./thin.js";

export interface LossPlotOptions extends PlotOptions {
  /** Of the losses' axis; default "linear". */
  readonly scale?: "linear" | "log";
  /** The losses' unit, that of the target (mse and huber in its square). */
  readonly unit?: string;
}

interface Curve extends LegendItem {
  readonly xs: number[];
  readonly ys: number[];
}

/** What is drawn of a history. */
interface Run {
  readonly epochs: readonly Epoch[];
  readonly best: Epoch | undefined;
  readonly stoppedBy: History["stoppedBy"] | undefined;
  readonly halvings: History["halvings"];
}

/**
 * Loss curves: the training and the validation loss of each epoch, the best epoch, and where early stopping ended the fit.
 *
 * @param history what `fit` gave; or its epochs alone, also while a fit is under way: the best is then the one with the smallest
 *   validation loss
 * @param options.scale "log" shows small losses beside large ones; all must be above 0
 * @returns SVG text
 * @throws DataError for a history without epochs, a loss that is no finite number, or one that has no logarithm (says which);
 *   OptionError; MissingPeerError
 * @example
 * const history = await model.fit(train, { epochs: 300, validation, earlyStopping: { patience: 20 } });
 * writeFileSync("loss.svg", await lossPlot(history, { unit: "births" }));
 */
export async function lossPlot(
  history: History | readonly Epoch[],
  options: LossPlotOptions = {},
): Promise<string> {
  const caller = "lossPlot";
  const { scale = "linear", unit, ...rest } = readOptions(caller, options, ["scale", "unit"]);
  checkName(caller, "scale", scale, ["linear", "log"]);
  checkText(caller, "unit", unit);
  const run = readRun(caller, history);
  const { epochs, halvings } = run;
  const numbers = epochs.map(({ epoch }) => epoch);
  const validated = epochs.filter(({ validationLoss }) => validationLoss !== undefined);
  const train = epochs.map(({ loss }) => loss);
  const validation = validated.map(({ validationLoss }) => validationLoss as number);
  if (scale === "log") checkPositive(caller, epochs);
  const y = (scale === "log" ? logAxis : linearAxis)(extent(train, validation), labelled("Loss", unit));
  const x = linearAxis(extent(numbers), "Epoch", { about: 8, rounds: false, whole: true });
  const spans = spansFor(rest.width);
  const isThinned = thinLine(train, spans).spans > 0;
  const lines: Curve[] = [{ text: "Training", color: "blue", sign: "line", xs: numbers, ys: train }];
  if (validated.length > 0) {
    const xs = validated.map(({ epoch }) => epoch);
    lines.push({ text: "Validation", color: "vermillion", sign: "line", dash: "6 3", xs, ys: validation });
  }
  return await draw({
    caller,
    options: rest,
    title: "Loss by epoch",
    summary: summaryOf(run),
    details: [
      ...halvings.map(
        ({ epoch, learningRate }) =>
          `Epoch ${say(epoch)} diverged at the learning rate ${say(learningRate)}; the fit went on with half of it.`,
      ),
      ...(isThinned
        ? [
            `The ${count(epochs.length, "epoch")} are drawn as ${spans} spans, each by its first, lowest, highest and last loss.`,
          ]
        : []),
    ],
    legend: lines.length > 1 ? lines : [],
    height: (width) => Math.min(340, Math.max(230, width * 0.5)),
    body: (peers, area) => {
      return chart(peers, area, {
        x,
        y,
        marks: marksOf(peers.Plot, run, lines, x.domain as [number, number], spans),
      });
    },
  });
}

function marksOf(
  Plot: PlotLibrary,
  { epochs, best, stoppedBy, halvings }: Run,
  lines: readonly Curve[],
  [from, to]: readonly [number, number],
  spans: number,
): Mark[] {
  const isMarked = best !== undefined && Number.isFinite(best.loss) && best.validationLoss !== undefined;
  const isStopped = stoppedBy === "earlyStopping";
  const rules = halvings.filter(({ epoch }) => epoch >= from && epoch <= to);
  const marks = [
    Plot.ruleX(rules, { x: "epoch", stroke: paint("axis"), strokeDasharray: "1 4" }),
    Plot.ruleX(isMarked ? [best.epoch] : [], { stroke: paint("axis"), strokeDasharray: "2 3" }),
    Plot.ruleX(isStopped ? [to] : [], { stroke: paint("axis") }),
    ...lines.map(({ xs, ys, color, dash }) => lineOf(Plot, xs, ys, { color, dash, spans })),
  ];
  // Of one or two epochs a line shows little or nothing.
  if (epochs.length < 3)
    marks.push(...lines.map(({ xs, ys, color }) => dotsOf(Plot, xs, ys, { color, r: 3.5 })));
  /** At the top, on the side of `epoch` that has more room. */
  const note = (epoch: number, text: string, row: number): Mark => {
    const toRight = epoch < from + 0.5 * (to - from);
    const place = { frameAnchor: "top", lineAnchor: "top", dx: toRight ? 6 : -6, dy: 2 + 15 * row };
    return noteOf(Plot, text, { x: epoch }, { ...place, textAnchor: toRight ? "start" : "end" });
  };
  if (isMarked) {
    const loss = best.validationLoss as number;
    marks.push(dotsOf(Plot, [best.epoch], [loss], { color: "vermillion", r: 5, ring: "paper" }));
    marks.push(note(best.epoch, `best: epoch ${say(best.epoch)}, ${say(loss)}`, 0));
  }
  if (isStopped) marks.push(note(to, "stopped early", Number(isMarked)));
  return marks;
}

function readRun(caller: string, history: unknown): Run {
  if (!isObject(history)) throw mustBe(caller, "history", "what fit gave, or its epochs", history, DataError);
  const isList = Array.isArray(history);
  const { best, stoppedBy, halvings = [] } = (isList ? {} : history) as Partial<History>;
  const list = isList ? history : fieldsOf(history).epochs;
  if (!Array.isArray(list))
    throw mustBe(caller, "history", "what fit gave, or its epochs", history, DataError);
  if (list.length === 0)
    throw new DataError(`${caller}: the history has no epochs: nothing was trained.`, { received: history });
  const epochs = readItems(caller, "epochs", list, (fields, place, row) => {
    const epoch = readNumber(caller, `${place}.epoch`, fields.epoch, row);
    const loss = readNumber(caller, `${place}.loss`, fields.loss, row);
    const { validationLoss } = fields;
    if (validationLoss !== undefined) readNumber(caller, `${place}.validationLoss`, validationLoss, row);
    return { ...fields, epoch, loss } as Epoch;
  });
  return { epochs, best: isList ? bestOf(epochs) : best, stoppedBy, halvings };
}

/** The epoch that a fit would keep: by the standardized validation loss, as fit goes by it, or the plain one. */
function bestOf(epochs: readonly Epoch[]): Epoch | undefined {
  const key = ({ standardizedValidationLoss, validationLoss }: Epoch): number =>
    standardizedValidationLoss ?? validationLoss ?? Infinity;
  const best = epochs.reduce((least, epoch) => (key(epoch) < key(least) ? epoch : least));
  return key(best) < Infinity ? best : epochs[epochs.length - 1];
}

function checkPositive(caller: string, epochs: readonly Epoch[]): void {
  for (const [row, { epoch, loss, validationLoss = 1 }] of epochs.entries()) {
    if (loss > 0 && validationLoss > 0) continue;
    const received = loss > 0 ? validationLoss : loss;
    throw new DataError(
      `${caller}: epoch ${epoch} has the loss ${received}, which has no place on a logarithmic scale. Leave out scale: "log".`,
      { expected: "a loss above 0", received, row },
    );
  }
}

function summaryOf({ epochs, best, stoppedBy }: Run): string {
  const first = epochs[0];
  const last = epochs[epochs.length - 1];
  const parts = [trend("Training", first.loss, last.loss, epochs.length)];
  if (epochs.some(({ validationLoss }) => validationLoss !== undefined) && best) {
    parts.push(
      Number.isFinite(best.loss) && best.validationLoss !== undefined
        ? `the best validation loss, ${say(best.validationLoss)}, is at epoch ${say(best.epoch)}`
        : "no epoch had a better validation loss than the model before this fit",
    );
  }
  const end = stoppedBy === "earlyStopping" ? ` Stopped early after epoch ${say(last.epoch)}.` : "";
  return `${parts.join("; ")}.${end}`;
}

function trend(name: string, from: number, to: number, epochs: number): string {
  if (epochs === 1) return `${name} loss is ${say(to)} after one epoch`;
  const verb = to < from ? "falls" : to > from ? "rises" : "stays";
  if (verb === "stays") return `${name} loss stays at ${say(to)} for ${count(epochs, "epoch")}`;
  return `${name} loss ${verb} from ${say(from)} to ${say(to)} in ${count(epochs, "epoch")}`;
}
