// The core: AssemblyScript to wasm, its bytes as text in a module, and the layout of its memory as TypeScript.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const asc = join(dirname(require.resolve("assemblyscript/package.json")), "bin", "asc.js");
// The core that ships, the part of it that predicts, and two with every kernel exported: one for tests and benchmarks, and one that
// checks what each kernel is called with (docs/debugging-a-kernel.md).
for (const [entry, target] of [
  ["assembly/index.ts", "release"],
  ["assembly/predict.ts", "predict"],
  ["assembly/testing.ts", "kernels"],
  ["assembly/testing.ts", "checked"],
]) {
  const options = ["--config", "asconfig.json", "--target", target];
  if (target !== "checked") options.push("--transform", "./scripts/unchecked.mjs");
  if (target === "release") options.push("--transform", "./scripts/record.mjs");
  if (target === "release" || target === "predict") options.push("--transform", "./scripts/no-inline.mjs");
  execFileSync(process.execPath, [asc, entry, ...options], { stdio: "inherit" });
}

for (const [name, module] of [
  ["core", "inlined"],
  ["predict", "inlined-predict"],
]) {
  const bytes = readFileSync(`build/${name}.wasm`);
  writeFileSync(
    `src/wasm/${module}.ts`,
    `/** build/${name}.wasm as text, which src/wasm/unpack.ts reads; made by scripts/build-core.mjs. */\n` +
      `export const TEXT: string =\n  "${asText(bytes)}";\n`,
  );
  console.log(`${name}.wasm: ${bytes.length} bytes`);
}

/** Bytes as printable text; src/wasm/unpack.ts says how and why. */
function asText(bytes) {
  // Printable ASCII without " $ ' < \ `, the characters that minified JavaScript has most of first.
  const characters =
    "etrn s,ioa()=l.uc{}fh:dp;wmygb0v[]&?+1!>AxM2*NS|#-OEFzI3/kj8CUDTR4WJBL6_P5G9VqKQHXYZ7%^~@";
  const size = characters.length;
  const singles = size - 2;
  const places = [];
  for (const byte of bytes) {
    const value = (byte + 3) % 256;
    const rest = value - singles;
    if (rest < 0) places.push(2 + value);
    else places.push(Math.floor(rest / size), rest % size);
  }
  const counts = new Array(size).fill(0);
  for (const place of places) counts[place]++;
  const alphabet = [];
  const byCount = [...counts.keys()].sort((a, b) => counts[b] - counts[a]);
  byCount.forEach((place, i) => (alphabet[place] = characters[i]));
  return [...alphabet, ...places.map((place) => alphabet[place])].join("");
}
