import { describe, expect, test } from "vitest";
import { fromLink, type Linked, MOST_LINK, MOST_TEXT, textHash, toLink } from "../../playground/src/link.js";
import { defaultsFor, FIRST, type Setup } from "../../playground/src/setup/setup.js";
import { randomNumbers } from "../../playground/src/trainer/data/random.js";
import { trainTo } from "./train.js";

const paused: Linked = { setup: FIRST, runTo: 37, end: false };

function ofCsv(text: string): Linked & { readonly text: string } {
  const setup = defaultsFor({ kind: "csv", name: "my data; 你好.csv", hash: textHash(text) });
  return { setup: { ...setup, target: "y", inputs: ["x", "z"], past: 3 }, runTo: 0, end: false, text };
}

/** Text that does not pack well. */
function noise(length: number): string {
  const random = randomNumbers(length);
  return Array.from({ length }, () => String.fromCharCode(35 + Math.floor(90 * random()))).join("");
}

describe("a link", () => {
  test.each<[string, Linked]>([
    ["of a training that pauses", paused],
    ["of one that has ended", { ...paused, end: true }],
    ["of no epoch yet", { ...paused, runTo: 0 }],
    ["of a series", { ...paused, setup: defaultsFor({ kind: "births" }) }],
    ["of a drawing", { ...paused, setup: defaultsFor({ kind: "drawn", points: [[-1, 0.25], [0.5, -0.125]] }) }], // prettier-ignore
    ["of a small CSV file", ofCsv("x,z,y\n1,2,3\n4,5,6\nä,é,你\n")],
  ])("%s comes back as it was", async (_, linked) => {
    const fragment = await toLink(linked);
    expect(fragment).toMatch(/^[\w-]+$/);
    expect(await fromLink(fragment)).toEqual(linked);
  });

  test("is the same whatever made the setup", async () => {
    const { setup } = await fromLink(await toLink(paused));
    const turned = Object.fromEntries(Object.entries(setup).reverse()) as unknown as Setup;
    expect(await toLink({ ...paused, setup: turned })).toBe(await toLink(paused));
  });

  test("leads to the same parameters", async () => {
    const setup: Setup = { ...FIRST, layers: [{ units: 5, activation: "elu", dropout: 0.1 }] };
    const first = await trainTo(setup, 12);
    const linked = await fromLink(await toLink({ setup, runTo: first.frame.epoch, end: false }));
    const again = await trainTo(linked.setup, linked.runTo, linked.end);
    expect(again.frame.hash).toBe(first.frame.hash);
    expect((await trainTo(linked.setup, 13)).frame.hash).not.toBe(first.frame.hash);
  });

  test("of an ordinary setup fits into a message", async () => {
    expect((await toLink(paused)).length).toBeLessThan(600);
  });

  test("leaves out the text of a CSV file that would make it too long", async () => {
    const long = ofCsv(noise(MOST_TEXT - 1));
    const fragment = await toLink(long);
    expect(fragment.length).toBeLessThan(1000);
    expect(await fromLink(fragment)).toEqual({ setup: long.setup, runTo: 0, end: false });
    expect((await fromLink(await toLink(ofCsv("a".repeat(MOST_TEXT + 1))))).text).toBeUndefined();
    // As long as it may be: a bit less than MOST_LINK.
    const most = await toLink(ofCsv(noise(24_000)));
    expect(most.length).toBeLessThanOrEqual(MOST_LINK);
    expect((await fromLink(most)).text).toHaveLength(24_000);
  });

  test("that was cut off anywhere says so", async () => {
    const fragment = await toLink(paused);
    for (let length = 0; length < fragment.length; length++)
      await expect(fromLink(fragment.slice(0, length)), `${length}`).rejects.toThrow("cut off or altered");
  });

  test("with one letter changed says so", async () => {
    const fragment = await toLink(paused);
    for (let at = 0; at < fragment.length; at++) {
      const other = fragment[at] === "1" ? "2" : "1";
      const altered = fragment.slice(0, at) + other + fragment.slice(at + 1);
      await expect(fromLink(altered), `${at}`).rejects.toThrow("cut off or altered");
    }
  });

  test.each<[string, unknown, string]>([
    [
      "epochs that are no number",
      { ...paused, setup: { ...FIRST, epochs: "many" } },
      '"epochs" cannot be "many"',
    ],
    [
      "a million units",
      { ...paused, setup: { ...FIRST, layers: [{ units: 1e6, activation: "relu", dropout: 0 }] } },
      '"layers[0].units"',
    ],
    [
      "an unknown activation",
      { ...paused, setup: { ...FIRST, layers: [{ units: 1, activation: "step", dropout: 0 }] } },
      '"layers[0].activation"',
    ],
    ["a layer that is nothing", { ...paused, setup: { ...FIRST, layers: [null] } }, '"layers[0]"'],
    ["an epoch beyond the last", { ...paused, runTo: 1001 }, '"runTo" cannot be 1001'],
    ["half an epoch", { ...paused, runTo: 0.5 }, '"runTo" cannot be 0.5'],
    ["no setup", { runTo: 1 }, '"the setup" is missing'],
    ["another file's text", { ...ofCsv("x\n1\n"), text: "x\n2\n" }, "not that of its file"],
  ])("that asks for %s is refused", async (_, linked, message) => {
    await expect(fromLink(await toLink(linked as Linked))).rejects.toThrow(message);
  });
});
