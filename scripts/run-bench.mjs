// Runs a benchmark: bundles its TypeScript into build/bench and hands over the arguments that follow.
//   node scripts/run-bench.mjs bench/main.ts --task T2
// Beside it, bench/side.ts and bench/caller.ts: the processes that bench/main.ts starts.
import { spawnSync } from "node:child_process";
import { basename, join } from "node:path";
import { bundleBench } from "./bundle-bench.mjs";

const FOLDER = "build/bench";
const [entry, ...rest] = process.argv.slice(2);
await bundleBench([entry, "bench/side.ts", "bench/caller.ts"], FOLDER);
const program = join(FOLDER, `${basename(entry, ".ts")}.mjs`);
const { status } = spawnSync(process.execPath, [program, ...rest], { stdio: "inherit" });
process.exit(status ?? 1);
