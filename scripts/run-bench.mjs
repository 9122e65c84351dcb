// Runs a benchmark: bundles its TypeScript into build/bench and hands over the arguments that follow.
//   node scripts/run-bench.mjs bench/main.ts --task T2
// Beside it, bench/side.ts: the processes that bench/main.ts starts.
// The bundles lie two folders deep, as the sources that look for build/kernels.wasm do.
import { spawnSync } from "node:child_process";
import { basename } from "node:path";
import { buildSync } from "esbuild";

const [entry, ...rest] = process.argv.slice(2);
buildSync({
  entryPoints: [entry, "bench/side.ts"],
  outdir: "build/bench",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  sourcemap: "inline",
  logLevel: "error",
});
const bundle = `build/bench/${basename(entry, ".ts")}.mjs`;
const { status } = spawnSync(process.execPath, [bundle, ...rest], { stdio: "inherit" });
process.exit(status ?? 1);
