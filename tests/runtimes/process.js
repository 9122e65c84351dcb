/** Node, Deno and Bun: one line of JSON with the outcome. */
import { run } from "./run.js";

const { process, Deno } = globalThis;
const engine = () => {
  if (Deno) return `V8 ${Deno.version.v8}`;
  return process.versions.bun
    ? `JavaScriptCore ${process.versions.webkit.slice(0, 8)}`
    : `V8 ${process.versions.v8}`;
};
const version = Deno?.version.deno ?? process.versions.bun ?? process.versions.node;
console.log(JSON.stringify({ ...(await run()), version, engine: engine() }));
