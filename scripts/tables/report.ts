import { readFileSync, writeFileSync } from "node:fs";
import { dense, Model } from "../../src/index.js";
import { encode } from "../../src/table/index.js";
import { linearOutputs, optimum, scoresOf } from "../../tests/tables/linear.js";
import { scoresOverSeeds, SPREAD } from "../../tests/tables/network.js";
import * as page from "../../tests/tables/page.js";
import { type Reference, readReference } from "../../tests/tables/reference.js";
import { NAMES, type Task, taskNamed } from "../../tests/tables/tasks.js";

/*
 * Six public data sets through `table` and `windows`, beside scikit-learn and PyTorch: the tables of docs/data.md. Fails where a network's
 * mean score is further from PyTorch's than its spread.
 */

const columns: string[] = [];
const networks: string[] = [];
for (const name of NAMES) {
  const task = taskNamed(name);
  const reference = readReference(name);
  columns.push(columnsRowOf(task, reference));
  const data = task.data();
  for (const [epochs, wanted] of Object.entries(reference.networks)) {
    const score = page.mainScore(task);
    const ours = scoresOverSeeds(task, data, Number(epochs))[score];
    const row = page.networkRow(task, Number(epochs), score, wanted[score], ours);
    const isNear = Math.abs(ours.mean - wanted[score].mean) <= SPREAD * wanted[score].sd;
    if (!isNear) process.exitCode = 1;
    console.log(row, isNear ? "" : "NOT WITHIN THE SPREAD");
    networks.push(row);
  }
}

const text = readFileSync(page.PAGE, "utf8");
const [from, to] = [text.indexOf(page.BEGIN), text.indexOf(page.END)];
if (from < 0 || to < from) throw new Error(`${page.PAGE} has no ${page.BEGIN} before ${page.END}.`);
const tables = [...page.COLUMNS_HEADER, ...columns, "", ...page.NETWORK_HEADER, ...networks].join("\n");
writeFileSync(page.PAGE, `${text.slice(0, from)}${page.BEGIN}\n\n${tables}\n\n${text.slice(to)}`);

function columnsRowOf(task: Task, reference: Reference): string {
  const data = task.data();
  const [train, tested] = [data.take(task.train), data.take(task.test)];
  const units = train.classes?.length ?? 1;
  const model = new Model({
    inputs: train,
    layers: [dense(units)],
    loss: task.isRegression ? "mse" : "crossEntropy",
  });
  model.fitSync(train, { epochs: 1, batchSize: "all" });
  const rows = encode(model, train);
  const scaler = model.toJSON().scaler.inputs;
  let apart = 0;
  rows.columns.forEach((name, c) => {
    const at = reference.names.indexOf(name);
    const far = (ours: number, wanted: number): void =>
      void (apart = Math.max(apart, Math.abs(ours - wanted)));
    if (scaler && reference.scaled[at] === 1) {
      // A mean of dollars has too many digits to compare: in deviations.
      far(scaler.mean[c] / reference.deviations[at], reference.means[at] / reference.deviations[at]);
      far(scaler.deviation[c] / reference.deviations[at], 1);
    }
    reference.firstRows.forEach(({ encoded }, r) =>
      far(rows.values[r * rows.columns.length + c], encoded[at]),
    );
  });
  const scores = scoresOf(linearOutputs(optimum(train, rows), encode(model, tested)), tested);
  const row = page.columnsRow(task, reference, rows.columns.length, apart, scores[page.mainScore(task)]);
  console.log(row);
  return row;
}
