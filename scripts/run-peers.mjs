// downhill beside other libraries: the same tasks, data and weights, each in a process of its own on one core.
//   node scripts/run-peers.mjs [--only name]... [--task T2]... [--core 0] [--json]
// Progress goes to stderr; the table, or with --json everything that was measured, to stdout.
// Everything measured is written to build/peers/result.json too.
import { spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { median } from "../bench/peers/clock.mjs";
import { FOLDER as BUILT, firstRows, meanLoss, readData, readTask } from "../bench/peers/data.mjs";
import { downloadSize, versionOf } from "../bench/peers/download.mjs";
import { LOSS_ROWS, PEERS, PREDICTIONS } from "../bench/peers/peers.mjs";
import { installPeers, prepareTasks } from "../bench/peers/prepare.mjs";
import { report } from "../bench/peers/report.mjs";

const { values: options } = parseArgs({
  options: {
    only: { type: "string", multiple: true, default: [] },
    task: { type: "string", multiple: true, default: [] },
    core: { type: "string", default: "0" },
    json: { type: "boolean", default: false },
  },
});
const FOLDER = fileURLToPath(new URL("../bench/peers/", import.meta.url));
const COLD_STARTS = 7;
/** Milliseconds after which a peer that is not done with a task has failed. */
const LIMIT_MS = 180_000;
const ONE_THREAD = {
  OMP_NUM_THREADS: "1",
  OPENBLAS_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
  PYTHONDONTWRITEBYTECODE: "1",
};
const pinned = process.platform === "linux" && spawnSync("taskset", ["-V"]).status === 0;
const python = ["/usr/bin/python3", "python3"].find((path) => spawnSync(path, ["-V"]).status === 0);

installPeers();
const { tasks, machine } = await prepareTasks();
const { open: openBaseline } = await import("../bench/peers/baseline.mjs");

const chosenTasks = choose("task", tasks).map(({ name }) => name);
const peers = [];
const skipped = {};
for (const peer of choose("only", PEERS)) {
  const measured = await measurePeer(peer);
  if (measured) peers.push(measured);
}
const shares = peers.flatMap(({ tasks }) =>
  Object.values(tasks).flatMap(({ training, prediction }) => [training, prediction].filter(Boolean)),
);
const result = {
  date: new Date().toISOString(),
  machine: machine + (pinned ? `, pinned to core ${options.core}` : ", not pinned"),
  share: shares.length > 0 ? median(shares.map(({ share }) => share)) : 1,
  empty: await coldStart({ name: "none", run: ["none"] }),
  peers,
  skipped,
};
const json = JSON.stringify(result, null, 2);
writeFileSync(new URL("result.json", BUILT), json);
console.log(options.json ? json : report(result));

/** Those whose names contain one of the words given with the option; all when there is none. */
function choose(option, list) {
  const words = options[option].map((word) => word.toLowerCase());
  const chosen = list.filter(
    ({ name }) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word)),
  );
  if (chosen.length > 0) return chosen;
  console.error(`--${option} ${words.join(" ")}: none of ${list.map(({ name }) => name).join("; ")}`);
  process.exit(1);
}

async function measurePeer(peer) {
  const { name, packages, trains } = peer;
  const [changed, without] = [peer.changed, peer.without].map(ofChosenTasks);
  const unavailable = isPython(peer) ? missingInPython(peer) : undefined;
  if (unavailable) {
    console.error(`${name}: skipped, ${unavailable}`);
    skipped[name] = unavailable;
    return undefined;
  }
  const results = { name, trains, changed, without, failed: {}, tasks: {} };
  results.versions = packages.map((name) => `${name} ${versionOf(name)}`);
  for (const task of chosenTasks) {
    if (task in without || (trains === false && !(task in PREDICTIONS))) continue;
    try {
      const { version, ...measured } = await runChild(peer, task, "measure");
      if (version) results.versions = [version];
      if (measured.check) Object.assign(measured.check, compare(peer, task, measured.check));
      if (measured.training) addUpdates(peer, task, measured.training);
      results.tasks[task] = measured;
      console.error(`${name}, ${task}: ${summary(measured)}`);
    } catch (error) {
      results.failed[task] = error.message;
      console.error(`${name}, ${task}: failed, ${error.message}`);
    }
  }
  if (chosenTasks.includes("T3") && !("T3" in without)) {
    try {
      results.coldStart = await coldStart(peer);
    } catch (error) {
      results.failed["cold start"] = error.message;
    }
  }
  if (peer.download) results.downloadBytes = await downloadSize(peer.download);
  return results;
}

/** Of an object by task, the entries of the tasks of this run. */
function ofChosenTasks(byTask = {}) {
  return Object.fromEntries(
    Object.entries(byTask)
      .filter(([name]) => chosenTasks.includes(name))
      .map(([name, entry]) => [name, entry.why ?? entry]),
  );
}

/** Against the baseline on the same rows: the loss it falls to, and whether the peer gets there. */
function compare(peer, name, { rows, epochs, before, after }) {
  const { task, parameters } = readTask(peer, name);
  const data = readData(task);
  const table = firstRows(task, data, rows);
  const lossTable = firstRows(task, data, Math.min(LOSS_ROWS, rows));
  const session = openBaseline(task, parameters);
  const loss = () => meanLoss(task, session.predict(lossTable.inputs, lossTable.rows), lossTable);
  const start = loss();
  const training = session.epochs(table, false);
  for (let i = 0; i < epochs; i++) training.next();
  const expected = loss();
  session.free();
  const close = (a, b) => Math.abs(a - b) <= 0.02 * Math.abs(start - expected);
  return {
    whole: rows === task.rows,
    start,
    expected,
    agrees: close(before, start) && close(after, expected),
  };
}

function addUpdates(peer, name, training) {
  const { task } = readTask(peer, name);
  training.microsecondsPerUpdate = (1e6 * task.batchSize) / training.samplesPerSecond;
}

async function coldStart(peer) {
  const runs = [];
  for (let i = 0; i < COLD_STARTS; i++) runs.push(await runChild(peer, "T3", "cold"));
  const [milliseconds, wallMilliseconds] = ["milliseconds", "wallMilliseconds"].map((field) =>
    median(runs.map((run) => run[field])),
  );
  return { milliseconds, wallMilliseconds };
}

async function runChild(peer, task, what) {
  const [file] = peer.run;
  const { measured, wallMilliseconds } = isPython(peer)
    ? await runProcess(python, [FOLDER + file, task, what])
    : await runProcess(process.execPath, [`${FOLDER}measure.mjs`, peer.name, task, what]);
  return what === "cold" ? { ...measured, wallMilliseconds } : measured;
}

/** Runs a command, and reads the JSON in the line that starts with "RESULT". */
function runProcess(command, args) {
  const all = pinned ? ["taskset", "-c", options.core, command, ...args] : [command, ...args];
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(all[0], all.slice(1), {
      cwd: FOLDER,
      env: { ...process.env, ...ONE_THREAD },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let errors = "";
    let wallMilliseconds;
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill("SIGKILL");
    }, LIMIT_MS);
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
      if (output.includes("RESULT")) wallMilliseconds ??= performance.now() - begun;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => (errors += text));
    child.on("error", reject);
    child.on("close", () => {
      clearTimeout(timer);
      const line = output.split("\n").find((text) => text.startsWith("RESULT"));
      if (line) return resolve({ measured: JSON.parse(line.slice(7)), wallMilliseconds });
      const reason = errors.match(/^\w*Error.*$/m)?.[0] ?? errors.trim().split("\n").at(-1);
      reject(new Error(late ? `not done after ${LIMIT_MS / 1000} s` : reason || "no result"));
    });
  });
}

function isPython({ run }) {
  return run[0].endsWith(".py");
}

/** Why the peer cannot run, or undefined when its Python packages are there. */
function missingInPython({ run }) {
  if (!python) return "there is no python3";
  const names = run[0] === "torch_peer.py" ? ["numpy", "torch"] : ["numpy"];
  const missing = names.filter((name) => spawnSync(python, ["-c", `import ${name}`]).status !== 0);
  return missing.length
    ? `Python has no ${missing.join(", ")} (Debian: python3-${missing.join(", python3-")})`
    : undefined;
}

function summary({ check, training, prediction }) {
  return [
    training && `${Math.round(training.samplesPerSecond).toLocaleString("en")} samples/s`,
    check &&
      `loss ${check.after.toFixed(4)}, expected ${check.expected.toFixed(4)}${check.agrees ? "" : " !"}`,
    prediction && `${(1e6 / prediction.samplesPerSecond).toFixed(2)} us a predicted row`,
  ]
    .filter(Boolean)
    .join("; ");
}
