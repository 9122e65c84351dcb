// The types of each entry as one file beside its code: Deno looks for types of modules that are there, and no others.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import { ENTRIES, fileOf } from "./entries.mjs";

const FOLDER = "build/types";

/** Writes dist/*.d.ts. What "downhill" exports, the other entries import from there, so that a Dataset is one type for all. */
export async function buildTypes() {
  rmSync(FOLDER, { recursive: true, force: true });
  const project = ["-p", "tsconfig.json", "--emitDeclarationOnly", "--outDir", FOLDER];
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", ...project], { stdio: "inherit" });
  const [main, ...others] = ENTRIES;
  const text = await bundleTypes(main, new Set());
  const exported = new Set(namesIn(text.matchAll(/^export (?:type )?\{(.*?)\};$/gms)));
  const shared = modulesOf(main);
  for (const entry of others) {
    const imports = (await bundleTypes(entry, shared)).matchAll(/\{([^}]*)\} from '\.\/index\.js'/g);
    const unknown = namesIn(imports).filter((name) => !exported.has(name));
    if (unknown.length > 0)
      throw new Error(
        `${entry.source}: its types need ${unknown.join(", ")}, which src/index.ts does not export.`,
      );
  }
}

const declarationOf = ({ source }) => resolve(FOLDER, source.replace(/^src\/(.*)\.ts$/, "$1.d.ts"));

/** The declarations that an entry exports from, those of other entries apart. */
function modulesOf(entry) {
  const own = declarationOf(entry);
  const entries = new Set(ENTRIES.map(declarationOf));
  const addresses = [...readFileSync(own, "utf8").matchAll(/ from "(.*)\.js";$/gm)];
  const paths = addresses.map(([, address]) => resolve(own, "..", `${address}.d.ts`));
  return new Set(paths.filter((path) => !entries.has(path)));
}

/** @param shared declarations that stand in index.d.ts */
async function bundleTypes(entry, shared) {
  const outside = {
    name: "shared-types",
    resolveId: (id, importer) => {
      const shares = importer && shared.has(resolve(importer, "..", id.replace(/\.js$/, ".d.ts")));
      return shares ? { id: "./index.js", external: true } : undefined;
    },
  };
  const bundle = await rollup({ input: declarationOf(entry), plugins: [outside, dts()] });
  const { output } = await bundle.generate({ format: "es" });
  const text = withTypesAlone(output[0].code, readFileSync(declarationOf(entry), "utf8"));
  writeFileSync(join("dist", `${fileOf(entry)}.d.ts`), text);
  return text;
}

/** Moves classes of which an entry exports only the type to a list of types: the plugin makes values of them. */
function withTypesAlone(bundled, source) {
  const types = namesIn(source.matchAll(/^export type \{(.*?)\}/gms));
  const alone = types.filter((name) => new RegExp(`^declare class ${name}\\b`, "m").test(bundled));
  if (alone.length === 0) return bundled;
  const [list, values] = /^export \{(.*)\};$/m.exec(bundled);
  const kept = values.split(",").filter((name) => !alone.includes(name.trim()));
  return bundled.replace(list, `export {${kept.join(",")}};\nexport type { ${alone.join(", ")} };`);
}

/** The names in lists as that of `import { a, type B }`. */
function namesIn(lists) {
  const names = [...lists].flatMap(([, list]) => list.split(","));
  return names.map((name) => name.replace(/\btype /, "").trim()).filter((name) => name !== "");
}
