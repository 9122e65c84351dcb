import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/* Other tools that look at the files downhill writes. They are large, and installed by `npm run test:runtimes -- --install`. */

const PACKAGES = fileURLToPath(new URL("peers/node_modules", import.meta.url));

/** Why tests skip that need the packages of tests/interop/peers. */
export const isWithoutPackages = !existsSync(`${PACKAGES}/onnxruntime-node`);

/** A package of tests/interop/peers: `await peer("onnxruntime-node/dist/index.js")`. */
export async function peer<Exports>(path: string): Promise<Exports> {
  const module = (await import(`${PACKAGES}/${path}`)) as { default?: Exports };
  return module.default ?? (module as Exports);
}

/** A Python in which all of these can be imported, or undefined. Debian has them beside its own Python. */
export function pythonWith(...modules: string[]): string | undefined {
  return ["/usr/bin/python3", "python3"].find(
    (python) => spawnSync(python, ["-c", `import ${modules.join(", ")}`]).status === 0,
  );
}

/** Runs a program in Python, with text on its standard input; what it printed. */
export function runPython(python: string, program: string, input = "", args: readonly string[] = []): string {
  const { status, stdout, stderr } = spawnSync(python, ["-c", program, ...args], {
    input,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
