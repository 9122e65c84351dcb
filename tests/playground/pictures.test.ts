import { expect, it } from "vitest";
import { classicRows } from "../../playground/src/trainer/data/classic.js";
import { Session } from "../../playground/src/trainer/session.js";
import { defaultsFor } from "../../playground/src/setup/setup.js";
it("runs", async () => {
  const data = { kind: "spiral", rows: 200, noise: 0.1 } as const;
  const setup = { ...defaultsFor(data), epochs: 30 };
  const frames: import("../../playground/src/trainer/messages.js").Frame[] = [];
  await new Promise<void>((resolve, reject) => {
    const s = new Session(
      setup,
      classicRows(setup, data),
      {
        send: (f) => {
          frames.push(f);
          s.drawn();
          if (f.phase === "done") resolve();
        },
        fail: reject,
      },
      ["output", "units", "surface"],
    );
    console.log(s.about, Object.keys(s.frame().pictures));
    s.play();
  });
  console.log(
    frames.length,
    frames.at(-1)!.score,
    frames.at(-1)!.pictures.surface?.explained,
    frames.at(-1)!.pictures.surface?.here,
  );
  expect(1).toBe(1);
});
