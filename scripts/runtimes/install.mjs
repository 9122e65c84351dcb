// What the matrix and the tests need on this machine: packages beside the conformance files, browsers from Debian. It says what it does.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findChromium, findFirefox, findWebKit } from "./browsers.mjs";
import { SOURCES } from "./packed.mjs";

/** All that comes from Debian: how it is found, and in which packages it is. Tests that need more of Debian add it here. */
const DEBIAN = {
  chromium: { find: findChromium, packages: ["chromium"] },
  firefox: { find: findFirefox, packages: ["firefox-esr"] },
  webkit: { find: findWebKit, packages: ["webkit2gtk-driver", "xvfb"] },
  // Since Debian 13.
  safetensors: { find: findSafetensors, packages: ["python3-safetensors", "python3-numpy"] },
};

function findSafetensors() {
  const pythons = ["python3", "/usr/bin/python3"];
  return pythons.find((python) => spawnSync(python, ["-c", "import safetensors.numpy"]).status === 0);
}

/** Whether a runtime that is missing is a failure. */
export const inCI = Boolean(process.env.CI) && process.env.CI !== "false";

/** Installs tests/runtimes's packages where they are not there in the versions of its lock file. */
export function ensurePackages() {
  if (packagesInstalled()) return;
  attempt(process.platform === "win32" ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund"], SOURCES);
}

function packagesInstalled() {
  const read = (path) => JSON.parse(readFileSync(join(SOURCES, path), "utf8")).packages;
  if (!existsSync(join(SOURCES, "node_modules/.package-lock.json"))) return false;
  const present = read("node_modules/.package-lock.json");
  return Object.entries(read("package-lock.json")).every(
    ([path, { version, optional }]) => path === "" || optional || present[path]?.version === version,
  );
}

/**
 * Installs what is missing from Debian, where that is ours to do: in CI, or as root, on a machine with apt-get.
 *
 * @param names what of it is needed, or undefined for all; other names are passed over
 */
export function ensureDebian(names) {
  const missing = Object.keys(DEBIAN).filter((name) => (!names || names.has(name)) && !DEBIAN[name].find());
  const root = process.getuid?.() === 0;
  if (missing.length === 0 || !existsSync("/usr/bin/apt-get") || !(root || inCI)) return;
  const [command, ...before] = root ? ["apt-get"] : ["sudo", "-n", "apt-get"];
  if (!attempt(command, [...before, "update", "-qq"])) return;
  // One by one: a package that this Debian does not have must not keep the others out.
  const install = [...before, "install", "-y", "-qq", "--no-install-recommends"];
  for (const name of missing) attempt(command, [...install, ...DEBIAN[name].packages]);
}

/** Runs a command that may fail: the rows that need it then say that something is missing. */
function attempt(command, args, cwd) {
  process.stderr.write(`> ${command} ${args.join(" ")}${cwd ? `   (in ${cwd})` : ""}\n`);
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    execFileSync(command, args, { cwd, env, stdio: ["ignore", "ignore", "inherit"] });
    return true;
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    return false;
  }
}
