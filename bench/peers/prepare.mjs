// What the parent of all peers sets up: packages, and in build/peers the tasks, their data and weights, the baseline.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { FOLDER } from "./data.mjs";
import { CHECKED_EPOCHS, LOSS_ROWS, PREDICTIONS } from "./peers.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Installs the peers' packages, about 700 MB, unless they are there. No package's install script is run. */
export function installPeers() {
  const [wanted, present] = ["package-lock.json", "node_modules/.package-lock.json"].map((path) =>
    existsSync(HERE + path) ? JSON.parse(readFileSync(HERE + path, "utf8")).packages : {},
  );
  const installed = Object.entries(wanted).every(
    ([path, { version, optional }]) => path === "" || optional || present[path]?.version === version,
  );
  if (installed) return;
  console.error("> npm ci in bench/peers");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  execFileSync(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: HERE,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
}

/** Writes build/peers and returns the tasks and what describes the machine. */
export async function prepareTasks() {
  const outfile = fileURLToPath(new URL("bench.mjs", FOLDER));
  buildSync({
    stdin: {
      contents: `
        export * from "./bench/tasks.ts";
        export { BaselineNetwork } from "./bench/baseline/network.ts";
        export { describeRun } from "./bench/machine.ts";`,
      resolveDir: ROOT,
    },
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    logLevel: "error",
  });
  const { TASKS, taskData, startingParameters, describeRun } = await import(new URL("bench.mjs", FOLDER));
  const { onnxModel } = await import("./onnx-model.mjs");
  const write = (name, content) => writeFileSync(new URL(name, FOLDER), content);
  mkdirSync(FOLDER, { recursive: true });
  for (const task of TASKS) {
    const { inputs, answers } = taskData(task);
    const parameters = startingParameters(task);
    write(`${task.name}.json`, JSON.stringify(task));
    write(`${task.name}.inputs`, inputs);
    write(`${task.name}.answers`, answers);
    write(`${task.name}.parameters`, parameters);
    write(`${task.name}.onnx`, onnxModel(task, parameters));
  }
  const limits = { epochs: CHECKED_EPOCHS, lossRows: LOSS_ROWS, predictions: PREDICTIONS };
  write("limits.json", JSON.stringify(limits));
  return { tasks: TASKS, machine: describeRun() };
}
