import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Served } from "./files.js";
import { POLICY } from "./policy.js";

/** A server of these files: GET and HEAD of an address in the list; anything else is an error of the request. */
export function serverOf(files: ReadonlyMap<string, Served>): Server {
  return createServer((request, response) => answer(files, request, response));
}

function answer(
  files: ReadonlyMap<string, Served>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { method = "", url = "", headers } = request;
  if (method !== "GET" && method !== "HEAD") {
    refuse(response, 405, `${method} is not understood: this server sends files, and takes none.`, {
      allow: "GET, HEAD",
    });
    return;
  }
  // Compared with the list as it came: no path is ever made of it.
  const file = files.get(url.replace(/[?#].*$/, ""));
  if (file === undefined) refuse(response, 404, "There is no such file here. The playground is at /.");
  else send(file, headers, method === "HEAD", response);
}

function send(
  file: Served,
  asked: IncomingMessage["headers"],
  isHead: boolean,
  response: ServerResponse,
): void {
  const head = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": file.keep,
    etag: file.tag,
    vary: "accept-encoding",
  };
  if (asked["if-none-match"] === file.tag) {
    response.writeHead(304, head).end();
    return;
  }
  const gzip = /\bgzip\b/.test(String(asked["accept-encoding"] ?? "")) ? file.gzip : undefined;
  const body = gzip ?? file.bytes;
  response.writeHead(200, {
    ...head,
    "content-type": file.type,
    "content-length": body.length,
    ...(gzip && { "content-encoding": "gzip" }),
  });
  response.end(isHead ? undefined : body);
}

function refuse(
  response: ServerResponse,
  code: number,
  text: string,
  head: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(code, { "content-type": "text/plain; charset=utf-8", ...head }).end(`${text}\n`);
}
