// The entries of the package: the one list that the build, the sizes, the matrix and the tests go by. docs/adding-an-entry.md says
// what else a new one needs.

/**
 * @typedef Entry
 * @property {string} name       under "exports" in package.json
 * @property {string} source     the module that it is built from
 * @property {string} [core]     the wasm that it brings along, and with it everything else that it needs; an entry without one
 *   imports "downhill", so that there is one class Model and one class of each error
 * @property {string} weighed    what `npm run size` imports from it
 * @property {number} mostBytes  what that may weigh with gzip, without "downhill" itself
 */

/** @type {Entry[]} */
export const ENTRIES = [
  // prettier-ignore
  { name: ".", source: "src/index.ts", core: "core", weighed: "{ Model, dense, adam }", mostBytes: 39_500 },
  // prettier-ignore
  { name: "./predict", source: "src/predict-only.ts", core: "predict", weighed: "{ load }", mostBytes: 22_500 },
  { name: "./evaluate", source: "src/evaluate/index.ts", weighed: "*", mostBytes: 11_900 },
  { name: "./table", source: "src/table/index.ts", weighed: "*", mostBytes: 16_000 },
  { name: "./stream", source: "src/stream/index.ts", weighed: "*", mostBytes: 15_000 },
  { name: "./csv", source: "src/csv/index.ts", weighed: "*", mostBytes: 13_000 },
  { name: "./worker", source: "src/worker/index.ts", weighed: "*", mostBytes: 24_500 },
  { name: "./plot", source: "src/plot/index.ts", weighed: "*", mostBytes: 24_000 },
];

/** Packages that an entry imports when they are there: optional peers, never in a bundle of dist. */
export const PEERS = ["@observablehq/plot", "linkedom"];

/**
 * The conditions that each entry is bundled for, and how the runtime imports a wasm as a compiled module. Under "default" it is text
 * inside the bundle.
 */
export const CONDITIONS = {
  workerd: (wasm) => `./${wasm}.wasm`,
  "edge-light": (wasm) => `./${wasm}.wasm?module`,
  default: undefined,
};

/** "downhill/evaluate": how a program imports an entry. */
export const importName = ({ name }) => name.replace(".", "downhill");

/** The file in dist without its ending: "evaluate", "workerd-evaluate"; those of "downhill" itself are "index" and "workerd". */
export function fileOf({ name }, condition = "default") {
  const own = name.slice(2);
  if (condition === "default") return own || "index";
  return own ? `${condition}-${own}` : condition;
}

/** What package.json must say under "exports" for an entry. */
export function exportsOf(entry) {
  const files = Object.keys(CONDITIONS).map((name) => [name, `./dist/${fileOf(entry, name)}.js`]);
  return { types: `./dist/${fileOf(entry)}.d.ts`, ...Object.fromEntries(files) };
}
