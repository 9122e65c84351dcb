import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { UsageError } from "../../base/failure.js";

/** Tried first, so that a bookmark finds the page again. */
export const USUAL_PORT = 8080;

/**
 * Lets the server listen: on the port that is asked for, else on the usual one, or any that is free where that is taken.
 *
 * @returns the address of the page
 * @throws UsageError when the port or the host is not to be had
 */
export async function listen(server: Server, host: string, port?: number): Promise<string> {
  try {
    await opened(server, host, port ?? USUAL_PORT);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isTaken = code === "EADDRINUSE" || code === "EACCES";
    if (port !== undefined || !isTaken) throw explained(error as NodeJS.ErrnoException, host, port);
    await opened(server, host, 0);
  }
  const { address, family, port: found } = server.address() as AddressInfo;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${found}/`;
}

function opened(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function explained(error: NodeJS.ErrnoException, host: string, port?: number): Error {
  switch (error.code) {
    case "EADDRINUSE":
      return new UsageError(
        `--port ${port}: another program listens there on ${host}. Name another port, or leave --port out for one that is free.`,
      );
    case "EACCES":
      return new UsageError(
        `--port ${port}: this system does not let you listen there. Ports from 1024 on are free to use.`,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new UsageError(
        `--host ${host}: this machine has no such address. 127.0.0.1 is for this machine alone, 0.0.0.0 for all who can reach it.`,
      );
    default:
      return error;
  }
}
