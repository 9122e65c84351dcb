// The program of a thread that trains, in one file: as text in a module, for downhill/worker to carry, and for dist.
import { mkdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

/** The core is sent to the thread compiled: its text, and what reads that, stay out. */
const receivedCore = {
  name: "received-core",
  setup(bundle) {
    bundle.onResolve({ filter: /\/core-module\.js$/ }, ({ resolveDir, kind }) =>
      bundle.resolve(`${resolveDir.replace(/src\/.*$/, "src/wasm")}/received-module.js`, {
        resolveDir,
        kind,
      }),
    );
  },
};

const { outputFiles } = await build({
  entryPoints: ["src/thread/program.ts"],
  bundle: true,
  minify: true,
  platform: "neutral",
  target: "es2022",
  // A script and a module at once: Node runs text as a script, Deno has modules only.
  format: "iife",
  write: false,
  plugins: [receivedCore],
  metafile: true,
});
const program = outputFiles[0].text.trimEnd();
mkdirSync("build", { recursive: true });
writeFileSync("build/worker-thread.js", `${program}\n`);
writeFileSync(
  "src/worker/program-text.ts",
  `/** src/thread/program.ts, bundled and minified; made by scripts/build-thread.mjs. */\nexport const PROGRAM: string =\n  ${JSON.stringify(program)};\n`,
);
console.log(`worker-thread.js: ${program.length} bytes`);
