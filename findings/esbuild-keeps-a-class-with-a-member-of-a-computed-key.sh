#!/usr/bin/env bash
# An unused class that has one static member, field or getter, under a key in brackets stays in an esbuild bundle with all its methods and
# whatever they call, though the key is a symbol in a constant beside it. Under a plain name both kinds of member go with the class. Rollup
# drops the class in all four cases.
#
# Seen with esbuild 0.28.2 and rollup 4.68.8 on Node 20. A library that hides a static under a symbol, so that users do not see it, gives its
# whole class to everybody who imports a constant from the same file: here 106 KB in place of 3.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund esbuild@0.28.2 rollup@4.68.8 >/dev/null
echo 'import { used } from "./library.mjs"; console.log(used);' >main.mjs
{
  for member in "static [KEY] = shared;" "static get [KEY]() { return shared; }" "static key = shared;" "static get key() { return shared; }"; do
    cat >library.mjs <<JS
const KEY = Symbol.for("key");
const shared = new Map();
export class Unused { $member method() { return "of the unused class"; } }
export const used = 1;
JS
    for bundler in esbuild rollup; do
      if [ $bundler = esbuild ]; then npx esbuild main.mjs --bundle --minify --format=esm --log-level=error >out.mjs
      else npx rollup main.mjs --format es --silent >out.mjs; fi
      echo "$bundler, $member $(grep -q "of the unused class" out.mjs && echo kept || echo dropped)"
    done
  done
} | tee seen.txt
diff seen.txt - <<'SEEN'
esbuild, static [KEY] = shared; kept
rollup, static [KEY] = shared; dropped
esbuild, static get [KEY]() { return shared; } kept
rollup, static get [KEY]() { return shared; } dropped
esbuild, static key = shared; dropped
rollup, static key = shared; dropped
esbuild, static get key() { return shared; } dropped
rollup, static get key() { return shared; } dropped
SEEN
