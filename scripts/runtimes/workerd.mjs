// workerd, the runtime of Cloudflare Workers, with Workers behind loopback sockets.
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { existsSync, writeFileSync } from "node:fs";
import { TOP } from "./packed.mjs";
import { lineOf, start } from "./processes.mjs";

const require = createRequire(join(TOP, "package.json"));

/** The binary, or undefined where it is not installed. */
export function workerdBinary() {
  const system = { linux: "linux", darwin: "darwin", win32: "windows" }[process.platform];
  const chip = process.arch === "arm64" ? "arm64" : "64";
  try {
    const folder = dirname(require.resolve(`@cloudflare/workerd-${system}-${chip}/package.json`));
    const binary = join(folder, "bin", process.platform === "win32" ? "workerd.exe" : "workerd");
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Starts one workerd with some Workers.
 *
 * @param workers  { name: { script, modules, date } }: a bundled script, the names of the .wasm files beside it, and the
 *   compatibility date if it matters
 * @returns the origin of each Worker, the process's id, and what stops it
 */
export async function startWorkers(binary, workers, folder) {
  const names = Object.keys(workers);
  const list = (items) => `[\n${items.map((item) => `    ${item},\n`).join("")}  ]`;
  const config = [
    'using Workerd = import "/workerd/workerd.capnp";',
    "const config :Workerd.Config = (",
    `  services = ${list(names.map((name) => `(name = "${name}", worker = .${name})`))},`,
    `  sockets = ${list(names.map((name) => `(name = "${name}", address = "127.0.0.1:0", http = (), service = "${name}")`))},`,
    ");",
    ...names.map((name) => {
      const { script, modules, date = "2026-01-01" } = workers[name];
      const files = [
        `(name = "${basename(script)}", esModule = embed "${script}")`,
        ...modules.map((file) => `(name = "${file}", wasm = embed "${join(dirname(script), file)}")`),
      ];
      return `const ${name} :Workerd.Worker = (compatibilityDate = "${date}", modules = ${list(files)});`;
    }),
  ];
  const file = join(folder, "workerd.capnp");
  writeFileSync(file, `${config.join("\n")}\n`);

  const server = start(binary, ["serve", "--control-fd=3", "--import-path=/", file], { cwd: folder, fds: 1 });
  const origins = {};
  try {
    await lineOf(server, 3, (line) => {
      const { event, socket, port } = JSON.parse(line);
      if (event === "listen") origins[socket] = `http://127.0.0.1:${port}`;
      return names.every((name) => origins[name]) ? true : undefined;
    });
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { origins, pid: server.child.pid, lastErrors: server.lastErrors, stop: server.stop };
}
