import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type * as downhill from "../src/index.js";

/** The package as `npm pack` gives it, in a project of somebody else's. Needs dist: `npm run build`. */

const TOP = fileURLToPath(new URL("../", import.meta.url));
const CHECKS = 120_000;
let folder = "";
let packed: string[] = [];

/** Runs a script of a package of this clone with Node: the same on every system, and nothing from a registry. */
function runTool(script: string, args: string[], cwd = TOP): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(TOP, "node_modules", script), ...args],
    { cwd, encoding: "utf8" },
  );
  return { status, output: stdout + stderr };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "downhill-package-"));
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const options = { cwd: TOP, encoding: "utf8", shell: process.platform === "win32" } as const;
  const report = execFileSync(
    npm,
    ["pack", "--ignore-scripts", "--json", "--silent", "--pack-destination", folder],
    options,
  );
  const [{ filename, files }] = JSON.parse(report) as [{ filename: string; files: { path: string }[] }];
  packed = files.map(({ path }) => path);
  const home = join(folder, "node_modules/downhill");
  mkdirSync(home, { recursive: true });
  execFileSync("tar", ["-xzf", join(folder, filename), "--strip-components=1", "-C", home]);
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
}, CHECKS);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the tarball", () => {
  test("holds the files that tests/packed-files.txt lists", async () => {
    const renew = "Files came or went. If that is meant: npx vitest run tests/package.test.ts --update";
    // The playground's files carry hashes of what is in them, and which chunks there are is the bundler's business.
    const named = packed.map((path) =>
      path.replace(/^(dist\/playground\/assets\/)(.+)-[\w-]{8}\.(\w+)$/, (_, folder, name, ending) =>
        ["js", "css"].includes(ending) ? `${folder}*.${ending}` : `${folder}${name}-*.${ending}`,
      ),
    );
    const list = [...new Set(named)].map((path) => `${path}\n`).sort();
    await expect(list.join(""), renew).toMatchFileSnapshot("packed-files.txt");
  });

  test("has its command ready to run, and one file of types beside each entry", () => {
    const { mode } = statSync(join(TOP, "dist/cli.js"));
    if (process.platform !== "win32") expect(mode & 0o111).toBe(0o111);
    const files = Object.values(manifest().exports).filter((entry) => typeof entry === "object");
    for (const { types, default: file } of files) {
      expect(packed).toContain(types.slice(2));
      expect(types).toBe(file.replace(/(\.js)?$/, ".d.ts"));
    }
  });

  test("holds what the links of its pages lead to", () => {
    const here = (path: string): boolean =>
      packed.some((file) => file === path || file.startsWith(`${path}/`));
    const dead = packed
      .filter((path) => path.endsWith(".md"))
      .flatMap((page) => {
        const text = readFileSync(join(folder, "node_modules/downhill", page), "utf8");
        const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link]) => link);
        return links
          .filter((link) => !here(posix.join(posix.dirname(page), link)))
          .map((link) => `${page}: ${link}`);
      });
    expect(dead).toEqual([]);
  });

  test("calls its classes by their names", async () => {
    const library = (await import(join(TOP, "dist/index.js"))) as typeof downhill;
    expect(library.Model.name).toBe("Model");
    expect(library.dataset({ inputs: [1], targets: [1] }).constructor.name).toBe("Dataset");
  });

  test("imports nothing but itself, and asks nothing of Node", () => {
    const libraries = packed.filter((path) => /^dist\/[\w-]+\.js$/.test(path) && path !== "dist/cli.js");
    expect(libraries).toHaveLength(25);
    for (const path of libraries) {
      const text = readFileSync(join(folder, "node_modules/downhill", path), "utf8");
      const imported = [...new Set([...text.matchAll(/^import .* from "(.*)";$/gm)].map(([, from]) => from))];
      const [, condition, entry] = /^dist\/(?:(workerd|edge-light)(?:-|\.))?(\w*)/.exec(path) as string[];
      const wasm = `./${entry === "predict" ? "predict" : "core"}.wasm${condition === "workerd" ? "" : "?module"}`;
      if (path === "dist/worker-thread.js") expect(imported, path).toEqual([]);
      else if (["csv", "evaluate", "plot", "stream", "table", "worker"].includes(entry))
        expect(imported, path).toEqual([`./${condition ?? "index"}.js`]);
      else expect(imported, path).toEqual(condition ? [wasm] : []);
      expect(text, path).not.toMatch(/\bBuffer\b|\bprocess\.|node:|\brequire\(|^await /m);
      // Optional peers, when something is drawn.
      const later = [...text.matchAll(/\bimport\((.*?)\)/g)].map(([, from]) => from);
      expect(later, path).toEqual(entry === "plot" ? ['"@observablehq/plot"', '"linkedom"'] : []);
    }
  });

  test("passes publint --strict", { timeout: CHECKS }, () => {
    const { status, output } = runTool("publint/src/cli.js", ["--strict", "--pack", "false"]);
    expect({ status, output }).toMatchObject({ status: 0 });
  });

  test("passes attw --profile esm-only", { timeout: CHECKS }, () => {
    const tarball = join(folder, `downhill-${manifest().version}.tgz`);
    const { status, output } = runTool("@arethetypeswrong/cli/dist/index.js", [
      tarball,
      "--profile",
      "esm-only",
    ]);
    expect({ status, output }).toMatchObject({ status: 0 });
  });
});

interface Manifest {
  version: string;
  exports: Record<string, { types: string; default: string } | string>;
}
const manifest = (): Manifest => JSON.parse(readFileSync(join(TOP, "package.json"), "utf8")) as Manifest;

describe.each([
  ["TypeScript 5.9", "typescript/bin/tsc"],
  ["TypeScript 7", "typescript-7/bin/tsc"],
])("a project under %s", (_, compiler) => {
  test.each([
    ["node16", "node16"],
    ["nodenext", "nodenext"],
    ["bundler", "esnext"],
  ])("compiles with moduleResolution %s", { timeout: CHECKS }, (moduleResolution, module) => {
    const project = join(folder, `${compiler.split("/")[0]}-${moduleResolution}`);
    mkdirSync(project);
    writeFileSync(join(project, "consumer.ts"), readFileSync(join(TOP, "tests/types/consumer.ts")));
    const compilerOptions = {
      target: "es2022",
      lib: ["es2022"],
      types: [],
      module,
      moduleResolution,
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      verbatimModuleSyntax: true,
    };
    writeFileSync(
      join(project, "tsconfig.json"),
      JSON.stringify({ compilerOptions, files: ["consumer.ts"] }),
    );
    expect(runTool(compiler, ["-p", "."], project)).toEqual({ status: 0, output: "" });
  });
});

/** What a program in the project prints. */
const run = (code: string, type: "module" | "commonjs"): string => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [`--input-type=${type}`, "-e", code], {
    cwd: folder,
    encoding: "utf8",
  });
  expect({ status, stderr: stderr.replace(/^.*ExperimentalWarning[^]*$/m, "") }).toEqual({
    status: 0,
    stderr: "",
  });
  return stdout.trim();
};

describe("in Node", () => {
  const use = `
    const options = { inputs: 2, layers: [dense(3, "relu"), dense(1)], loss: "mse", standardize: false };
    const model = new Model(options);
    console.log(load(model.save()).predict([1, 2])[0] === model.predict([1, 2])[0]);
    try { lossSurface(model, []); } catch (error) { console.log(error instanceof DataError); }`;

  const useWorker = `
    fit(model, []).catch((error) => console.log(error instanceof DataError));`;

  test("import", () => {
    const imports = `
      import { DataError, Model, dense } from "downhill";
      import { fit } from "downhill/worker";
      import { load } from "downhill/predict";
      import { lossSurface } from "downhill/evaluate";`;
    expect(run(imports + use + useWorker, "module")).toBe("true\ntrue\ntrue");
  });

  test("require", () => {
    const requires = `
      const { DataError, Model, dense } = require("downhill");
      const { fit } = require("downhill/worker");
      const { load } = require("downhill/predict");
      const { lossSurface } = require("downhill/evaluate");`;
    expect(run(requires + use + useWorker, "commonjs")).toBe("true\ntrue\ntrue");
  });
});

describe("on Cloudflare Workers, where the bundler missed the condition", () => {
  /** As workerd does it from compatibility date 2025-06-01 on: bytes are compiled at start-up, never in a request. */
  const worker = (atStart: boolean): string => `
    Object.defineProperty(globalThis, "navigator", { value: { userAgent: "Cloudflare-Workers" } });
    const { Module } = WebAssembly;
    const forbidden = class { constructor() { throw new WebAssembly.CompileError("disallowed by embedder"); } };
    if (!${atStart}) WebAssembly.Module = forbidden;
    const { Model, dense } = await import("downhill");
    WebAssembly.Module = forbidden;
    const options = { inputs: 1, layers: [dense(1)], loss: "mse", standardize: false };
    try { console.log(new Model(options).predict([1]).length); } catch (error) { console.log(error.message); }`;

  test("the bytes are compiled at start-up", () => expect(run(worker(true), "module")).toBe("1"));

  test("the error names the condition and the date", () => {
    expect(run(worker(false), "module")).toMatch(/condition "workerd".* 2025-06-01/);
  });
});

describe("a bundler", () => {
  const bundle = async (contents: string, conditions: string[] = []): Promise<string> => {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: folder },
      bundle: true,
      minify: true,
      format: "esm",
      write: false,
      conditions,
      external: ["*.wasm", "*?module"],
      legalComments: "none",
      logLevel: "error",
    });
    return outputFiles[0].text;
  };

  test("leaves out what is not used", async () => {
    const entries = ["", "/predict", "/evaluate", "/worker", "/stream", "/plot"].map(
      (name) => `downhill${name}`,
    );
    expect(await bundle(entries.map((entry) => `import "${entry}";`).join("\n"))).toBe("");
    // But for what is imported for what it does: the program of a thread, and the rows that models can take.
    expect(await bundle('import "downhill/table";')).toMatch(/\.set\("table",/);
    expect((await bundle('import "downhill/worker-thread.js";')).length).toBeGreaterThan(10_000);
    expect((await bundle(`export { dense } from "downhill";`)).length).toBeLessThan(4000);
    expect((await bundle(`export { windows } from "downhill";`)).length).toBeLessThan(21_000);
  });

  test("has one class Model and one of each error, however many entries are imported", async () => {
    const both = await bundle(
      `export { Model, DataError } from "downhill"; export * from "downhill/evaluate";`,
    );
    const alone = await bundle(`export { Model, DataError } from "downhill";`);
    expect(both.match(/extends Error\b/g)).toEqual(alone.match(/extends Error\b/g));
    expect(both.length - alone.length).toBeLessThan(29_300);
  });

  test.each([
    ["workerd", "./core.wasm", "./predict.wasm"],
    ["edge-light", "./core.wasm?module", "./predict.wasm?module"],
  ])("with the condition %s finds the wasm as a module, and no bytes", async (condition, core, predict) => {
    const whole = await bundle(`export { Model } from "downhill";`, [condition]);
    expect(whole).toContain(`from"${core}"`);
    expect(longestText(whole)).toBeLessThan(1000);
    expect(longestText(await bundle(`export { Model } from "downhill";`))).toBeGreaterThan(10_000);
    expect(await bundle(`export { load } from "downhill/predict";`, [condition])).toContain(
      `from"${predict}"`,
    );
    const evaluating = await bundle(`export * from "downhill"; export * from "downhill/evaluate";`, [
      condition,
    ]);
    expect(evaluating).toContain(`from"${core}"`);
    expect(longestText(evaluating)).toBeLessThan(1000);
  });
});

/** The longest string in a program: bytes that travel as text make by far the longest. */
function longestText(program: string): number {
  let longest = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) longest = Math.max(longest, node.text.length);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("program.js", program, ts.ScriptTarget.ES2022));
  return longest;
}

describe("types of the wasm", () => {
  test.each([
    ["with the DOM", ["es2022", "dom"], "const module: WebAssembly.Module = core;"],
    ["without", ["es2022"], "const module: object = core;"],
  ])("%s", { timeout: CHECKS }, (name, lib, use) => {
    const project = join(folder, `wasm-${name.replace(/ /g, "-")}`);
    mkdirSync(project);
    writeFileSync(
      join(project, "main.ts"),
      `import core from "downhill/core.wasm";\n${use}\nexport { module };\n`,
    );
    const compilerOptions = {
      target: "es2022",
      lib,
      types: [],
      module: "esnext",
      moduleResolution: "bundler",
      strict: true,
      noEmit: true,
    };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["main.ts"] }));
    expect(runTool("typescript/bin/tsc", ["-p", "."], project)).toEqual({ status: 0, output: "" });
  });
});
