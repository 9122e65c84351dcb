// The matrix: every runtime, how it is told to run the conformance files, and what says that it is not there.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { findChromium, findFirefox, findWebKit } from "./browsers.mjs";
import { bundleEdgeFunction, BUNDLERS } from "./bundles.mjs";
import { SOURCES, TOP } from "./packed.mjs";
import { run, runForJson } from "./processes.mjs";
import { workerdBinary } from "./workerd.mjs";

/**
 * One row: `group` is what --only also knows it by; `needs` says what has to be there ("packages", or a browser);
 * `missing()` is true where it is not; `run(bench)` gives { hash, parts, entries, milliseconds, version, engine }.
 */
const PACKAGES = join(SOURCES, "node_modules");
const packaged = (...paths) => paths.map((path) => join(PACKAGES, path)).find(existsSync);
const { platform, arch } = process;

function command(find, args = []) {
  return {
    missing: () => find() === undefined,
    run: async (bench) => runForJson(find(), args, { cwd: (await bench.project()).folder }),
  };
}

const current = (...args) => command(() => process.execPath, args);
const otherNode = (major) =>
  command(() => packaged(`node-${major}-${platform}-${arch}/bin/node`), ["process.js"]);

function findDeno() {
  const systems = {
    linux: `linux-${arch}-glibc/deno`,
    darwin: `darwin-${arch}/deno`,
    win32: `win32-${arch}/deno.exe`,
  };
  return packaged(`@deno/${systems[platform]}`, "deno/deno");
}

function findBun() {
  const chip = arch === "arm64" ? "aarch64" : arch;
  const system = platform === "win32" ? "windows" : platform;
  return packaged(`@oven/bun-${system}-${chip}/bin/bun`, "bun/bin/bun.exe");
}

/** The binaries that the examples' tests also run. */
export const findRuntime = { deno: findDeno, bun: findBun, workerd: workerdBinary };

const finders = { chromium: findChromium, firefox: findFirefox, webkit: findWebKit };

function page(kind, path) {
  return {
    needs: kind,
    missing: () => finders[kind]() === undefined,
    async run(bench) {
      const browser = await bench.browser(kind);
      const outcome = await (await bench.pages()).outcome(browser, path);
      return { ...outcome, version: browser.version, engine: browser.engine };
    },
  };
}

function bundled(bundler) {
  return {
    missing: () => findChromium() === undefined || (bundler !== "esbuild" && !packaged(bundler)),
    async run(bench) {
      const { folder } = await bench.project();
      const out = join(folder, "bundled", bundler);
      mkdirSync(out, { recursive: true });
      const version = await BUNDLERS[bundler](folder, out);
      return { ...(await page("chromium", `/bundled/${bundler}/index.html`).run(bench)), version };
    },
  };
}

async function workerdVersion() {
  return { version: (await run(workerdBinary(), ["--version"])).replace("workerd", "").trim(), engine: "V8" };
}

/** JSON from a Worker; the error for any other answer holds workerd's last lines on stderr. */
async function ask(workers, name, path, body) {
  const request = body && { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(workers.origins[name] + path, request);
  if (response.ok) return await response.json();
  throw new Error(
    `${name}${path} answered ${response.status}: ${await response.text()}\n${workers.lastErrors()}`,
  );
}

const trains = (name) => ({
  async run(bench) {
    const workers = await bench.workers();
    const start = performance.now();
    await ask(workers, name, "/first");
    const milliseconds = performance.now() - start;
    const { outcome } = await ask(workers, name, "/");
    return { ...outcome, milliseconds, ...(await workerdVersion()) };
  },
});

const scores = {
  async run(bench) {
    const workers = await bench.workers();
    const { outcome, ...model } = await ask(workers, "train", "/");
    const start = performance.now();
    await ask(workers, "score", "/", model);
    return { ...outcome, milliseconds: performance.now() - start, ...(await workerdVersion()) };
  },
};

const edge = {
  missing: () => !packaged("edge-runtime"),
  async run(bench) {
    const { folder } = await bench.project();
    const script = join(folder, "bundled/edge.js");
    const modules = Object.fromEntries(await bundleEdgeFunction(join(folder, "edge.js"), script));
    const host = join(TOP, "scripts/runtimes/edge-host.mjs");
    return await runForJson(process.execPath, [host, JSON.stringify({ sources: SOURCES, script, modules })]);
  },
};

const knows = (flag) => spawnSync(process.execPath, [flag, "-e", "0"]).status === 0;
const flagged = (flag) => ({ ...current(flag, "process.js"), missing: () => !knows(flag) });
const noWorkerd = { missing: () => workerdBinary() === undefined };

const row = (id, group, name, how) => ({ id, group, name, ...how });
export const ROWS = [
  row("node", "node", "Node", current("process.js")),
  row("node-require", "node", "Node, `require()`", current("require.cjs")),
  row("node-liftoff", "node", "Node, `--liftoff-only`", flagged("--liftoff-only")),
  row("node-no-avx", "node", "Node, `--no-enable-avx`", flagged("--no-enable-avx")),
  row("node-22", "nodes", "Node", { needs: "packages", ...otherNode(22) }),
  row("node-24", "nodes", "Node", { needs: "packages", ...otherNode(24) }),
  row("node-26", "nodes", "Node", { needs: "packages", ...otherNode(26) }),
  row("deno", "deno", "Deno, no permissions", {
    needs: "packages",
    ...command(findDeno, ["run", "--no-prompt", "--no-remote", "--quiet", "process.js"]),
  }),
  row("bun", "bun", "Bun", { needs: "packages", ...command(findBun, ["run", "process.js"]) }),
  row("workerd-train", "workerd", "workerd, trains in a request", { ...noWorkerd, ...trains("train") }),
  row("workerd-missed", "workerd", "workerd, condition missed", { ...noWorkerd, ...trains("missed") }),
  row("workerd-score", "workerd", "workerd, `downhill/predict`", { ...noWorkerd, ...scores }),
  row("edge", "edge", "edge-runtime", { needs: "packages", ...edge }),
  row("chromium-page", "chromium", "Chromium, page", page("chromium", "/page.html")),
  row(
    "chromium-worker",
    "chromium",
    "Chromium, module Worker",
    page("chromium", "/relative/worker-page.html"),
  ),
  row("chromium-csp", "chromium", "Chromium, strict CSP", page("chromium", "/strict/page.html")),
  row("firefox", "firefox", "Firefox, page", page("firefox", "/page.html")),
  row("webkit", "webkit", "WebKitGTK, page", page("webkit", "/page.html")),
  row("vite", "bundlers", "Vite, Chromium", { needs: "packages", ...bundled("vite") }),
  row("webpack", "bundlers", "webpack, Chromium", { needs: "packages", ...bundled("webpack") }),
  row("esbuild", "bundlers", "esbuild, Chromium", bundled("esbuild")),
  row("rollup", "bundlers", "rollup, Chromium", { needs: "packages", ...bundled("rollup") }),
];
