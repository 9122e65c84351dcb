#!/usr/bin/env bash
# Observable Plot decides once, when it is imported, whether marks are moved by half a pixel, by the screen's devicePixelRatio, and without a
# window by whether there is a global function `it`. So the same program gives another SVG inside a test runner with globals (Mocha, Jest, Jasmine)
# than outside of it, and another one in a page than on a server. A picture that a test holds against its file differs though nothing has changed.
#
# Seen with @observablehq/plot 0.6.17 and linkedom 0.18.15 on Node 20: a rule in the middle has x1 = 320 alone, and 319.5 in a group that is moved by
# half a pixel beside a global `it`; so it is with a window whose devicePixelRatio is 1. Who compares bytes takes the half away again.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @observablehq/plot@0.6.17 linkedom@0.18.15 >/dev/null
cat >draw.mjs <<'JS'
import { parseHTML } from "linkedom";
const [globals] = process.argv.slice(2);
if (globals === "it") globalThis.it = () => {};
if (globals === "window 1") globalThis.window = { devicePixelRatio: 1 };
if (globals === "window 2") globalThis.window = { devicePixelRatio: 2 };
const { plot, ruleX } = await import("@observablehq/plot");
const { document } = parseHTML("<html></html>");
const svg = plot({ document, x: { domain: [0, 2], axis: null }, marks: [ruleX([1])] }).outerHTML;
const moved = svg.match(/translate\(0\.5,0\)/)?.[0] ?? "not moved";
console.log(`${globals ?? "nothing"}: ${svg.match(/x1="[^"]*"/)[0]}, ${moved}`);
JS
{
  node draw.mjs
  node draw.mjs it
  node draw.mjs "window 1"
  node draw.mjs "window 2"
} | tee seen.txt
diff seen.txt - <<'SEEN'
nothing: x1="320", not moved
it: x1="319.5", translate(0.5,0)
window 1: x1="319.5", translate(0.5,0)
window 2: x1="320", not moved
SEEN
