// A slow connection between a browser and a server of this machine. Chromium's own emulation does not reach into workers and service
// workers; all bytes go through here.
import { connect, createServer } from "node:net";

/** What Ethernet carries at once. */
const PACKET_BYTES = 1460;

/**
 * A TCP proxy on 127.0.0.1. What comes from the server shares the line packet by packet; what goes to it, requests, is only delayed. A new
 * connection costs one round trip, as the handshake does. TCP's slow start, and losses, are not modelled.
 *
 * @param port                    of the server on 127.0.0.1
 * @param options.bitsPerSecond   towards the browser
 * @param options.roundTripMs
 * @returns { origin, bytes(): received by the browser so far, close }
 */
export async function slowLink(port, { bitsPerSecond, roundTripMs }) {
  const msPerByte = 8000 / bitsPerSecond;
  const oneWay = roundTripMs / 2;
  /** For each connection with packets that wait: its packets. */
  const waiting = new Map();
  let bytes = 0;
  let freeAt = 0;
  let isBusy = false;

  /** Sends the next packet of the connection that has waited longest. */
  function pump() {
    const [socket, packets] = waiting.entries().next().value ?? [];
    isBusy = socket !== undefined;
    if (!isBusy) return;
    const packet = packets.shift();
    waiting.delete(socket);
    if (packets.length > 0) waiting.set(socket, packets);
    freeAt = Math.max(freeAt, performance.now()) + packet.length * msPerByte;
    bytes += packet.length;
    setTimeout(() => {
      setTimeout(() => socket.writable && socket.write(packet), oneWay);
      pump();
    }, freeAt - performance.now());
  }

  function queue(socket, chunk) {
    const packets = waiting.get(socket) ?? [];
    for (let at = 0; at < chunk.length; at += PACKET_BYTES)
      packets.push(chunk.subarray(at, at + PACKET_BYTES));
    waiting.set(socket, packets);
    if (!isBusy) pump();
  }

  const sockets = new Set();
  const server = createServer({ noDelay: true }, (browser) => {
    const target = connect({ port, host: "127.0.0.1", noDelay: true });
    const openAt = performance.now() + roundTripMs;
    for (const socket of [browser, target]) {
      sockets.add(socket);
      socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    }
    browser.on("data", (chunk) => {
      setTimeout(
        () => target.writable && target.write(chunk),
        Math.max(oneWay, openAt + oneWay - performance.now()),
      );
    });
    target.on("data", (chunk) => queue(browser, chunk));
    browser.on("close", () => target.destroy());
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    bytes: () => bytes,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
