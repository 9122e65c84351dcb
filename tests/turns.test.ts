import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";
import { MessageChannel as NodeChannel } from "node:worker_threads";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Turns } from "../src/base/turns.js";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** A slice of work. */
function compute(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe("here, in Node", () => {
  test("timers that are due run in each turn, from the first on", async () => {
    const turns = new Turns();
    let ticks = 0;
    for (let turn = 1; turn <= 10; turn++) {
      setTimeout(() => ticks++, 1);
      compute(3);
      await turns.next();
      expect(ticks).toBe(turn);
    }
  });

  test("so do they where the loop began in a callback of a socket, after which Node runs no timers", async () => {
    const server = createServer((socket) => socket.end("here")).listen(0, "127.0.0.1");
    await once(server, "listening");
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    await once(socket, "data");
    let ticks = 0;
    setTimeout(() => ticks++, 1);
    compute(3);
    await new Turns().next();
    expect(ticks).toBe(1);
    server.close();
  });

  test("a new connection is accepted and read in one turn", async () => {
    const seen: string[] = [];
    const server = createServer((socket) => {
      seen.push("accepted");
      socket.on("data", () => seen.push("read"));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    // Another process connects and sends while this one is at work.
    const { port } = server.address() as AddressInfo;
    spawnSync(process.execPath, [
      "-e",
      `require("net").connect(${port}, "127.0.0.1").end("request", process.exit)`,
    ]);
    await new Turns().next();
    expect(seen).toEqual(["accepted", "read"]);
    server.close();
  });

  test("many at once share the thread", async () => {
    const slices = [0, 0, 0];
    const until = performance.now() + 100;
    await Promise.all(
      slices.map(async (_, i) => {
        const turns = new Turns();
        while (performance.now() < until) {
          compute(1);
          slices[i]++;
          await turns.next();
        }
      }),
    );
    expect(Math.max(...slices) - Math.min(...slices)).toBeLessThanOrEqual(1);
  });

  test("no channel is made", () => {
    const made = vi.fn();
    vi.stubGlobal("MessageChannel", made);
    vi.stubGlobal("location", {});
    new Turns().close();
    expect(made).not.toHaveBeenCalled();
  });
});

/** Globals of a runtime, and how often each was called for a turn. */
function runtime(globals: { [name: string]: unknown }): { calls: () => string[]; clock: { now: number } } {
  const clock = { now: 0 };
  let called: string[] = [];
  const immediately = setImmediate;
  for (const name of ["setImmediate", "requestAnimationFrame", "document", "location", "Deno"])
    vi.stubGlobal(name, undefined);
  vi.stubGlobal("performance", { now: () => clock.now });
  vi.stubGlobal("setTimeout", (task: () => void, ms: number) => {
    called.push(`setTimeout ${ms}`);
    immediately(task);
  });
  for (const [name, value] of Object.entries(globals)) {
    const isFunction = typeof value === "function" && name !== "MessageChannel";
    const counted = (...args: unknown[]): unknown => {
      called.push(name);
      return (value as (...args: unknown[]) => unknown)(...args);
    };
    vi.stubGlobal(name, isFunction ? counted : value);
  }
  const calls = (): string[] => {
    const result = called;
    called = [];
    return result;
  };
  return { calls, clock };
}

/** Node's own, which says what was posted and whether it is closed. */
const channels: { posted: number; closed: boolean }[] = [];
class Channel {
  constructor() {
    const channel = { posted: 0, closed: false };
    channels.push(channel);
    const { port1, port2 } = new NodeChannel();
    const post = port2.postMessage.bind(port2);
    port2.postMessage = (message) => {
      channel.posted++;
      post(message);
    };
    port1.on("close", () => (channel.closed = true));
    Object.assign(this, { port1, port2 });
  }
}

describe("pages", () => {
  const page = { MessageChannel: Channel, location: {}, document: { hidden: true } };

  test("two messages a turn, one channel a fit, closed in the end: no handle is left", async () => {
    const before = process.getActiveResourcesInfo().filter((name) => name === "MessagePort").length;
    const { calls } = runtime(page);
    channels.length = 0;
    const turns = new Turns();
    for (let turn = 1; turn <= 5; turn++) {
      await turns.next();
      expect(channels[0].posted).toBe(2 * turn);
    }
    turns.close();
    turns.close();
    vi.unstubAllGlobals();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(channels).toEqual([{ posted: 10, closed: true }]);
    expect(calls()).toEqual([]);
    const after = process.getActiveResourcesInfo().filter((name) => name === "MessagePort").length;
    expect(after).toBe(before);
  });

  test("without MessageChannel, as in edge runtimes, a timer", async () => {
    const { calls } = runtime({ ...page, MessageChannel: undefined });
    await new Turns().next();
    expect(calls()).toEqual(["setTimeout 0"]);
  });

  test("without a location, as in Cloudflare's Workers, a timer though there is MessageChannel", async () => {
    const { calls } = runtime({ MessageChannel: Channel });
    channels.length = 0;
    await new Turns().next();
    expect(calls()).toEqual(["setTimeout 0"]);
    expect(channels).toEqual([]);
  });

  test("postTask and scheduler.yield are not used, which wait for ever or let nothing run", async () => {
    const scheduler = { postTask: vi.fn(), yield: vi.fn() };
    runtime({ ...page, scheduler });
    const turns = new Turns();
    await turns.next();
    turns.close();
    expect(scheduler.postTask).not.toHaveBeenCalled();
    expect(scheduler.yield).not.toHaveBeenCalled();
  });
});

describe("frames of a visible page", () => {
  /** A page whose frames come when `frame` is called. */
  function visible(): ReturnType<typeof runtime> & {
    turns: Turns;
    frame: () => Promise<void>;
    pageHides: () => void;
  } {
    let tasks: (() => void)[] = [];
    const document = { hidden: false };
    const page = runtime({
      MessageChannel: Channel,
      location: {},
      document,
      requestAnimationFrame: (task: () => void) => tasks.push(task),
    });
    // The wait for a frame ends only when the test says so.
    vi.stubGlobal("setTimeout", (task: () => void, ms: number) => {
      waits.push({ task, ms });
    });
    const frame = async (): Promise<void> => {
      const due = tasks;
      tasks = [];
      for (const task of due) task();
      await new Promise((resolve) => immediately(resolve));
    };
    return { ...page, turns: new Turns(), frame, pageHides: () => (document.hidden = true) };
  }
  let waits: { task: () => void; ms: number }[] = [];
  const immediately = setImmediate;
  afterEach(() => {
    waits = [];
  });

  /** Whether a turn is over without a frame. */
  async function isOver(turn: Promise<void>): Promise<boolean> {
    let over = false;
    void turn.then(() => (over = true));
    for (let i = 0; i < 20; i++) await new Promise((resolve) => immediately(resolve));
    return over;
  }

  test("one that is late is waited for", async () => {
    const { turns, frame, clock } = visible();
    expect(await isOver(turns.next())).toBe(true);
    clock.now = 8;
    expect(await isOver(turns.next())).toBe(true);
    clock.now = 16;
    const turn = turns.next();
    expect(await isOver(turn)).toBe(false);
    await frame();
    expect(await isOver(turn)).toBe(true);
    turns.close();
  });

  test("one that comes in time is not", async () => {
    const { turns, frame, clock, calls } = visible();
    for (let turn = 0; turn < 20; turn++) {
      clock.now += 8;
      expect(await isOver(turns.next())).toBe(true);
      if (turn % 2 === 1) await frame();
    }
    expect(waits).toEqual([]);
    expect(calls()).toEqual(Array(10).fill("requestAnimationFrame"));
    turns.close();
  });

  test("one that never comes is waited for once, 50 ms; those after it again", async () => {
    const { turns, frame, clock } = visible();
    await turns.next();
    clock.now = 30;
    const turn = turns.next();
    expect(await isOver(turn)).toBe(false);
    expect(waits.map(({ ms }) => ms)).toEqual([50]);
    waits[0].task();
    expect(await isOver(turn)).toBe(true);
    for (let i = 0; i < 20; i++) {
      clock.now += 8;
      expect(await isOver(turns.next())).toBe(true);
    }
    await frame();
    expect(await isOver(turns.next())).toBe(true);
    clock.now += 30;
    const later = turns.next();
    expect(await isOver(later)).toBe(false);
    await frame();
    expect(await isOver(later)).toBe(true);
    turns.close();
  });

  test("none is waited for, nor asked for, in a hidden page", async () => {
    const { turns, clock, pageHides, calls } = visible();
    await turns.next();
    calls();
    pageHides();
    for (let i = 0; i < 10; i++) {
      clock.now += 30;
      expect(await isOver(turns.next())).toBe(true);
    }
    expect(calls()).toEqual([]);
    turns.close();
  });

  test("none is asked for while nobody wants a turn", async () => {
    const { turns, frame, calls } = visible();
    await turns.next();
    expect(calls()).toEqual(["requestAnimationFrame"]);
    await frame();
    await frame();
    expect(calls()).toEqual([]);
    turns.close();
  });
});

describe("Deno", () => {
  test("128 setImmediates a turn, and a timer every 50 ms", async () => {
    const immediately = setImmediate;
    const { calls, clock } = runtime({ Deno: {}, setImmediate: (task: () => void) => immediately(task) });
    const turns = new Turns();
    const timers = [];
    for (let turn = 0; turn < 25; turn++) {
      clock.now += 8;
      await turns.next();
      const called = calls();
      expect(called.filter((name) => name === "setImmediate").length).toBe(128);
      timers.push(called.length - 128);
    }
    expect(timers.map(String).join("")).toBe("0000001000000100000010000");
  });
});
