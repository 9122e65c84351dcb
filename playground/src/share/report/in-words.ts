import type { Texts } from "../../i18n/texts.js";
import { OPTIMIZERS_WITH_DECAY, type Setup } from "../../setup/setup.js";
import type { Screen } from "./report.js";

type Line = readonly [name: string, text: string];

/** What was learnt from: a file by its own name. */
export function dataName({ data }: Setup, texts: Texts): string {
  return data.kind === "csv" ? data.name : texts.data[data.kind];
}

/** The setup, line by line. */
export function inWords(screen: Screen): Line[] {
  return [...dataLines(screen), ...networkLines(screen), ...trainingLines(screen), ...reachedLines(screen)];
}

function dataLines({ setup, about, texts, format }: Screen): Line[] {
  const { report } = texts;
  const name: Line = [report.data, dataName(setup, texts)];
  if (!about) return [name];
  const { train, validation, test } = about.rows;
  return [
    name,
    [report.target, about.target],
    [report.rows, report.rowsText(format(train), format(validation), format(test))],
  ];
}

function networkLines({ setup, about, texts, format }: Screen): Line[] {
  const { report, network } = texts;
  const layers = setup.layers.map(({ units, activation, dropout }) => {
    const share = dropout > 0 ? report.dropout(format(dropout, { style: "percent" })) : "";
    return report.layer(format(units), network.activations[activation]) + share;
  });
  return [
    [report.layers, layers.length > 0 ? layers.join("; ") : report.noLayers],
    ...(about ? [[network.parameters, format(about.parameters)] as const] : []),
  ];
}

function trainingLines({ setup, about, texts, format }: Screen): Line[] {
  const { training } = texts;
  const exact = { maximumSignificantDigits: 10 };
  const hasDecay = OPTIMIZERS_WITH_DECAY.includes(setup.optimizer) && setup.weightDecay > 0;
  const isClasses = about?.task === "classification";
  return [
    [training.loss, isClasses ? training.crossEntropy : training.losses[setup.loss]],
    [training.optimizer, training.optimizers[setup.optimizer]],
    [training.learningRate, `${format(setup.learningRate, exact)}, ${training.schedules[setup.schedule]}`],
    ...(hasDecay ? [[training.weightDecay, format(setup.weightDecay, exact)] as const] : []),
    [training.batchSize, setup.batchSize === "all" ? training.allRows : format(setup.batchSize)],
    ...(setup.patience > 0 ? [[training.patience, format(setup.patience)] as const] : []),
    [training.seed, format(setup.seed, { useGrouping: false })],
  ];
}

function reachedLines({ setup, frame, reached, texts, format }: Screen): Line[] {
  const { report } = texts;
  const how = report.reachedText(format(reached.epoch), format(setup.epochs));
  const best = reached.stoppedBy && frame?.best ? `; ${report.best(format(frame.best.epoch))}` : "";
  return [[report.reached, how + best]];
}
