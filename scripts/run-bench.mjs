// Runs a benchmark: bundles its TypeScript into build/bench and hands over the arguments that follow.
//   node scripts/run-bench.mjs bench/main.ts --task T2
// The bundle lies two folders deep, as the sources that look for build/kernels.wasm do.
import { spawnSync } from "node:child_process";
import { basename } from "node:path";
import { buildSync } from "esbuild";

const [entry, ...rest] = process.argv.slice(2);
const outfile = `build/bench/${basename(entry, ".ts")}.mjs`;
buildSync({
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  sourcemap: "inline",
  logLevel: "error",
});
const { status } = spawnSync(process.execPath, [outfile, ...rest], { stdio: "inherit" });
process.exit(status ?? 1);
