// A process of its own for the edge runtime: reads { script, modules }, runs the function over loopback, prints the outcome.
// Compiling bytes is forbidden in it, as on the platform itself, though the package alone would allow it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { sources, script, modules } = JSON.parse(process.argv[2]);
const require = createRequire(join(sources, "package.json"));
const { EdgeRuntime, runServer } = require("edge-runtime");
const compiled = Object.entries(modules).map(([name, path]) => [
  name,
  new WebAssembly.Module(readFileSync(path)),
]);

const runtime = new EdgeRuntime({
  codeGeneration: { strings: false, wasm: false },
  initialCode: readFileSync(script, "utf8"),
  extend: (context) => Object.assign(context, Object.fromEntries(compiled)),
});
const server = await runServer({ runtime, host: "127.0.0.1", port: 0 });
const ask = async (path) => {
  const response = await fetch(new URL(path, server.url));
  if (!response.ok) throw new Error(await response.text());
  return await response.json();
};
const start = performance.now();
await ask("/first");
const milliseconds = performance.now() - start;
const { version } = require("edge-runtime/package.json");
console.log(
  JSON.stringify({ ...(await ask("/")), milliseconds, version, engine: `V8 ${process.versions.v8}` }),
);
await server.close();
process.exit(0);
