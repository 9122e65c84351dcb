import type { ChildProcess } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, request, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { noteOnHost } from "../src/cli/commands/playground/host.js";
import { Workplace, type Outcome } from "./cli-process.js";
import { TOP } from "./support/markdown.js";

/** `downhill playground` as it is shipped. What the page does in a browser: tests/playground/page.test.ts. */

const at = new Workplace();
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});
afterAll(() => rmSync(at.folder, { recursive: true }));

const PAGE = join(TOP, "dist/playground");

/** Starts the server; its first output, which ends with the address. */
async function serving(
  ...args: string[]
): Promise<{ child: ChildProcess; address: string; said: string; outcome: Promise<Outcome> }> {
  const { child, outcome } = at.start("playground", ...args);
  started.push(child);
  const said = await Promise.race([
    new Promise<string>((resolve) => child.stdout?.once("data", resolve)),
    outcome.then(({ err }) => Promise.reject(new Error(err))),
  ]);
  const address = /http:\/\/\S+/.exec(said)?.[0] as string;
  return { child, address, said, outcome };
}

/** A server that takes a port of the machine. */
async function taken(port = 0): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Asks as no browser would: the path goes out as it is. */
function ask(address: string, path: string, options: { method?: string; headers?: object } = {}) {
  const { hostname, port } = new URL(address);
  return new Promise<Answer>((resolve, reject) => {
    const sent = request({ hostname, port, path, ...options } as object, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    sent.on("error", reject).end();
  });
}

describe("what is served", () => {
  let address = "";
  let child: ChildProcess;
  beforeAll(async () => {
    ({ address, child } = await serving("--port", "0"));
    started.length = 0;
  });
  afterAll(() => child.kill("SIGKILL"));

  it("is every file of the page, with its type and to the byte", async () => {
    const types: Record<string, string> = {
      html: "text/html; charset=utf-8",
      js: "text/javascript; charset=utf-8",
      css: "text/css; charset=utf-8",
      bin: "application/octet-stream",
      csv: "text/csv; charset=utf-8",
      svg: "image/svg+xml",
      webmanifest: "application/manifest+json",
    };
    const files = readdirSync(PAGE, { recursive: true, encoding: "utf8" }).filter((path) =>
      /\.\w+$/.test(path),
    );
    expect(files.length).toBeGreaterThan(4);
    for (const path of files) {
      const { status, headers, body } = await ask(address, `/${path}`);
      expect({ path, status }).toEqual({ path, status: 200 });
      expect(body.equals(readFileSync(join(PAGE, path))), path).toBe(true);
      expect(headers["content-length"]).toBe(String(body.length));
      expect(headers["content-type"], path).toBe(types[path.replace(/.*\./, "")]);
    }
    const index = readFileSync(join(PAGE, "index.html"));
    expect((await ask(address, "/")).body.equals(index)).toBe(true);
    expect((await ask(address, "/?utm=1")).body.equals(index)).toBe(true);
  });

  it("comes compressed to whoever takes gzip", async () => {
    const headers = { "accept-encoding": "br, gzip" };
    const plain = await ask(address, "/");
    const small = await ask(address, "/", { headers });
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(small.headers["content-encoding"]).toBe("gzip");
    expect(small.headers.vary).toBe("accept-encoding");
    expect(small.body.length).toBeLessThan(plain.body.length);
    expect(gunzipSync(small.body).equals(plain.body)).toBe(true);
  });

  it("is asked for again only when it has changed; what has a hash in its name, never", async () => {
    const { headers } = await ask(address, "/");
    expect(headers["cache-control"]).toBe("no-cache");
    const again = await ask(address, "/", { headers: { "if-none-match": headers.etag } });
    expect({ status: again.status, length: again.body.length }).toEqual({ status: 304, length: 0 });
    const other = await ask(address, "/", { headers: { "if-none-match": '"another"' } });
    expect(other.status).toBe(200);
    for (const path of ["/index.html", "/service-worker.js"])
      expect((await ask(address, path)).headers["cache-control"]).toBe("no-cache");
    expect((await ask(address, "/icon.svg")).headers["cache-control"]).toBe("public, max-age=3600");
    const [asset] = readdirSync(join(PAGE, "assets"));
    const kept = await ask(address, `/assets/${asset}`);
    expect(kept.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  });

  it("has a policy that lets it load its own files alone", async () => {
    const { headers } = await ask(address, "/");
    expect(headers["content-security-policy"]).toBe(
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; connect-src 'self'",
    );
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });

  it.each([
    "/../cli.js",
    "/assets/../../cli.js",
    "/..%2fcli.js",
    "/%2e%2e/cli.js",
    "/..\\cli.js",
    "/%00",
    "/assets",
    "/assets/",
    "//etc/passwd",
    "/constructor",
    "/%E0%A4%A",
  ])("is nothing else: %s", async (path) => {
    const { status, body } = await ask(address, path);
    expect({ status, body: String(body) }).toEqual({
      status: 404,
      body: "There is no such file here. The playground is at /.\n",
    });
  });

  it("is sent, and never taken", async () => {
    for (const method of ["POST", "PUT", "DELETE"]) {
      const { status, headers } = await ask(address, "/", { method });
      expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: "GET, HEAD" });
    }
    const head = await ask(address, "/", { method: "HEAD" });
    expect(head.status).toBe(200);
    expect(head.body).toHaveLength(0);
    expect(Number(head.headers["content-length"])).toBeGreaterThan(0);
  });
});

describe("the port", () => {
  it("is one that is free where the usual one is taken", async () => {
    // Whoever has it, this test or another program.
    const usual = await taken(8080).catch(() => undefined);
    const { address } = await serving();
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    expect(address).not.toContain(":8080/");
    expect((await ask(address, "/")).status).toBe(200);
    usual?.server.close();
  });

  it("is the one that is asked for", async () => {
    const { server, port } = await taken();
    await new Promise((resolve) => server.close(resolve));
    const { address, said } = await serving("--port", String(port));
    expect(said).toBe(`http://127.0.0.1:${port}/ (Ctrl-C ends it)\n`);
    expect(address).toBe(`http://127.0.0.1:${port}/`);
  });

  it("that is taken is an error in one line, of code 2", async () => {
    const { server, port } = await taken();
    expect(at.run("playground", "--port", String(port))).toEqual({
      code: 2,
      out: "",
      err: `downhill: --port ${port}: another program listens there on 127.0.0.1. Name another port, or leave --port out for one that is free.\n`,
    });
    server.close();
  });

  it.each(["65536", "-1", "80.5", "http", ""])("cannot be %s", (port) => {
    const { code, err } = at.run("playground", `--port=${port}`);
    expect(code).toBe(2);
    expect(err).toContain("A port is needed: a whole number from 0 to 65535.");
  });
});

describe("the host", () => {
  it("that this machine does not have is an error", () => {
    const { code, err } = at.run("playground", "--host", "192.0.2.1");
    expect(code).toBe(2);
    expect(err).toMatch(/^downhill: --host 192\.0\.2\.1: this machine has no such address\./);
  });

  it.each([
    ["127.0.0.1", false],
    ["127.8.8.8", false],
    ["localhost", false],
    ["::1", false],
    ["0.0.0.0", true],
    ["192.0.2.1", true],
    ["127.0.0.1.example.org", true],
  ])("%s: that others can reach it is noted: %s", (host, isNoted) => {
    expect(/^on .* others in your network can open it too/.test(noteOnHost(host) ?? "")).toBe(isNoted);
  });
});

describe("the end", () => {
  it.skipIf(process.platform === "win32")("is Ctrl-C, with code 0, a browser still connected", async () => {
    const { child, address, outcome } = await serving("--port", "0");
    await fetch(address);
    child.kill("SIGINT");
    const { code, err } = await outcome;
    expect({ code, err }).toEqual({ code: 0, err: "" });
    await expect(fetch(address)).rejects.toThrow();
  });
});

describe.skipIf(process.platform !== "linux")("--open", () => {
  const folder = at.path("programs");
  const path = process.env.PATH;
  afterEach(() => {
    process.env.PATH = path;
    rmSync(folder, { recursive: true, force: true });
  });
  /** A stand-in for what opens addresses on a desktop. */
  const withOpener = (script: string): void => {
    mkdirSync(folder);
    at.write("programs/xdg-open", `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, "xdg-open"), 0o755);
    process.env.PATH = `${folder}${delimiter}${path}`;
  };

  it("opens the address", async () => {
    withOpener(`echo "$1" > ${at.path("part")}; mv ${at.path("part")} ${at.path("opened")}`);
    const { address } = await serving("--port", "0", "--open");
    while (!existsSync(at.path("opened"))) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(readFileSync(at.path("opened"), "utf8")).toBe(`${address}\n`);
  });

  it("says how where there is no browser, and goes on", async () => {
    withOpener("exit 3");
    const { child, address, outcome } = await serving("--port", "0", "--open");
    await new Promise((resolve) => child.stdout?.once("data", resolve));
    expect((await ask(address, "/")).status).toBe(200);
    child.kill("SIGINT");
    expect((await outcome).out).toContain(`Note: no browser could be opened; open ${address} yourself.`);
  });
});
