// The packed library in a folder of its own, with the conformance files beside it: what a user gets, and nothing else.
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ENTRIES, importName } from "../entries.mjs";
import { run, temporaryFolder } from "./processes.mjs";

export const TOP = fileURLToPath(new URL("../../", import.meta.url));
export const SOURCES = join(TOP, "tests/runtimes");
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/**
 * Packs the clone, installs the tarball in a new folder and copies tests/runtimes there.
 *
 * @returns the folder; the address of each export as a page on a server over that folder sees it; and what removes it
 */
export async function packedProject() {
  const { path: folder, remove } = temporaryFolder("runtimes");
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  await run(npm, ["pack", "--pack-destination", folder, ...options], { cwd: TOP });
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  await run(npm, ["install", "--offline", `./${tarball}`, ...options], { cwd: folder });
  cpSync(SOURCES, folder, {
    recursive: true,
    filter: (path) => !/node_modules|package(-lock)?\.json$/.test(path),
  });
  const { exports } = JSON.parse(readFileSync(join(folder, "node_modules/downhill/package.json"), "utf8"));
  const addresses = {};
  for (const entry of ENTRIES)
    addresses[importName(entry)] = join("/node_modules/downhill", exports[entry.name].default);
  return { folder, tarball, addresses, remove };
}
