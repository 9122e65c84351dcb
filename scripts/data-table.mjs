// Writes the tables of docs/data.md that stand beside scikit-learn's and PyTorch's numbers; half a minute.
//   npm run data-table
import { spawnSync } from "node:child_process";
import { bundleBench } from "./bundle-bench.mjs";

await bundleBench(["scripts/tables/report.ts"], "build/bench");
const { status } = spawnSync(process.execPath, ["build/bench/report.mjs"], { stdio: "inherit" });
process.exit(status ?? 1);
