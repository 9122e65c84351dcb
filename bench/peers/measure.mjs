// One peer and one task, in a process of its own:
//   node measure.mjs <peer | none> <task> measure | cold
// The last line it prints is "RESULT " and what it found, as JSON.
//
// A peer's module exports open(task, parameters, option): a session with
//   predict(inputs, rows)     linked outputs, [rows x outputs], or a promise of them
//   predictOne(row)           the same for one row, where there is a better way
//   epochs(data, shuffles)    an iterator, sync or async, that trains one epoch at each next()
import { processorTime, timed } from "./clock.mjs";
import { firstRows, meanLoss, readData, readTask } from "./data.mjs";
import { CHECKED_EPOCHS, LOSS_ROWS, PEERS, PREDICTIONS } from "./peers.mjs";

const [peerName, taskName, what] = process.argv.slice(2);
const peer = PEERS.find(({ name }) => name === peerName);
const [module, option] = peer?.run ?? [];
/** Without a peer: what a cold start costs before any library is loaded. */
const nothing = { open: () => ({ predict: () => [0] }) };
const { open } = peer ? await import(`./${module}`) : nothing;
const { task, parameters } = readTask(peer, taskName);
const fresh = () => open(task, parameters, option);

const result = what === "cold" ? await coldStart() : await measureTask();
console.log(`RESULT ${JSON.stringify(result)}`);
process.exit(0);

async function coldStart() {
  const session = await fresh();
  const output = await (session.predictOne ?? session.predict)(new Float32Array(task.inputs).fill(0.5), 1);
  return { output: output[0], milliseconds: processorTime() };
}

async function measureTask() {
  const data = readData(task);
  const found = {};
  if (peer.trains !== false) {
    const perRow = await pilot(data);
    found.check = await check(data, perRow);
    found.training = await timeTraining(data, perRow);
  }
  if (taskName in PREDICTIONS) found.prediction = await timePrediction(data, PREDICTIONS[taskName]);
  return found;
}

/** Whole batches that take about this many milliseconds. */
function affordable(milliseconds, perRow, rows) {
  const batches = Math.max(1, Math.floor(milliseconds / perRow / task.batchSize));
  return Math.min(batches * task.batchSize, rows);
}

/** Milliseconds a row, roughly. */
async function pilot(data) {
  const rows = 2 * task.batchSize;
  const epochs = (await fresh()).epochs(firstRows(task, data, rows), true);
  const begun = processorTime();
  let took;
  do {
    const before = processorTime();
    await epochs.next();
    took = processorTime() - before;
  } while (processorTime() - begun < 700);
  return took / rows;
}

/** Rows in their order, from the given weights: the loss must fall as the baseline's does. */
async function check(data, perRow) {
  const wanted = CHECKED_EPOCHS[taskName];
  const rows = affordable(6000 / wanted, perRow, data.rows);
  const table = firstRows(task, data, rows);
  const lossTable = firstRows(task, data, Math.min(LOSS_ROWS, rows));
  const session = await fresh();
  const loss = async () => meanLoss(task, await session.predict(lossTable.inputs, lossTable.rows), lossTable);
  const before = await loss();
  const epochs = session.epochs(table, false);
  for (let i = 0; i < wanted; i++) await epochs.next();
  return { rows, epochs: wanted, updates: (wanted * rows) / task.batchSize, before, after: await loss() };
}

async function timeTraining(data, perRow) {
  const rows = affordable(500, perRow, data.rows);
  const epochs = (await fresh()).epochs(firstRows(task, data, rows), true);
  const time = await timed(() => epochs.next());
  return { ...time, rows, samplesPerSecond: (1000 * rows) / time.milliseconds };
}

async function timePrediction(data, rows) {
  const session = await fresh();
  const one = session.predictOne ?? ((row) => session.predict(row, 1));
  let at = 0;
  const next = () => {
    at = (at + 1) % 64;
    return one(data.inputs.subarray(at * task.inputs, (at + 1) * task.inputs));
  };
  const table = firstRows(task, data, rows);
  const time = await timed(rows === 1 ? next : () => session.predict(table.inputs, rows));
  return { ...time, rows, samplesPerSecond: (1000 * rows) / time.milliseconds };
}
