// Folders over HTTP on the loopback address, and no further: for trying the examples, and for the tests.
//   node scripts/serve.mjs [folder] [port]
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".mjs": "text/javascript",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/**
 * Serves a folder on 127.0.0.1.
 *
 * @param folder what "/" is
 * @param options.port     default 0: any that is free
 * @param options.answer   (request, response, url) => true when it has answered itself
 * @returns { origin, close }
 */
export async function serve(folder, { port = 0, answer = () => false } = {}) {
  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://localhost");
    if (!answer(request, response, url)) sendFile(folder, url.pathname, response);
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function sendFile(folder, path, response) {
  const file = join(folder, decodeURIComponent(path), path.endsWith("/") ? "index.html" : "");
  const inside = file.startsWith(folder.endsWith(sep) ? folder : folder + sep);
  if (!inside || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
    response.writeHead(404, { "content-type": "text/plain" }).end(`There is no ${path}.\n`);
    return;
  }
  const type = TYPES[extname(file)] ?? "application/octet-stream";
  response.writeHead(200, { "content-type": type, "cache-control": "no-store" });
  createReadStream(file).pipe(response);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder = ".", port = "8080"] = process.argv.slice(2);
  const { origin } = await serve(join(process.cwd(), folder), { port: Number(port) });
  console.log(`${origin}/ (Ctrl-C ends it)`);
}
