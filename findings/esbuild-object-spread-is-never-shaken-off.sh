#!/usr/bin/env bash
# An exported constant that spreads another plain constant stays in an esbuild bundle, and keeps that one there too, although nothing
# uses either; without the spread both go. Rollup drops them in both cases.
#
# Seen with esbuild 0.28.2 and rollup 4.68.8 on Node 20. Who groups constants for an entry that is to be tree-shaken pays for all of them.
# `/* @__PURE__ */` is for calls and does not help; writing the fields out does.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund esbuild@0.28.2 rollup@4.68.8 >/dev/null
cat >spread.mjs <<'JS'
const first = { one: "FIRST" };
export const second = { ...first, two: "SECOND" };
export const used = 3;
JS
sed 's/\.\.\.first/one: "FIRST"/' spread.mjs >plain.mjs
for kind in spread plain; do
  echo "export { used } from \"./$kind.mjs\";" >"use-$kind.mjs"
  npx esbuild "use-$kind.mjs" --bundle --format=esm --log-level=error >"esbuild-$kind.js"
  npx rollup "use-$kind.mjs" --format es --silent >"rollup-$kind.js"
  for tool in esbuild rollup; do
    echo "$tool, $kind: $(grep -c 'FIRST\|SECOND' "$tool-$kind.js" || true) lines of unused constants"
  done
done | tee seen
diff seen - <<'TXT'
esbuild, spread: 2 lines of unused constants
rollup, spread: 0 lines of unused constants
esbuild, plain: 0 lines of unused constants
rollup, plain: 0 lines of unused constants
TXT
