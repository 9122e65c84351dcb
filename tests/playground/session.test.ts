import { Model } from "downhill";
import { expect, it } from "vitest";
import { hashOf } from "../../playground/src/setup/hash.js";
import { fitOptions, modelOptions } from "../../playground/src/setup/model.js";
import { defaultsFor, type Setup } from "../../playground/src/setup/setup.js";
import { classicRows } from "../../playground/src/trainer/data/classic.js";
import { drawnRows } from "../../playground/src/trainer/data/drawn.js";
import type { Rows } from "../../playground/src/trainer/data/rows.js";
import { Drive } from "./drive.js";

const spiral = { kind: "spiral", rows: 120, noise: 0.1 } as const;
const setup: Setup = { ...defaultsFor(spiral), epochs: 60, test: 0.2 };
const rowsOfSpiral = (): Rows => classicRows(setup, spiral);

/** What the library itself comes to in so many epochs, without a session around it. */
async function plain(setup: Setup, rows: Rows, epochs: number): Promise<{ hash: string; model: Model }> {
  const model = new Model(modelOptions(setup, rows));
  const stopThere = ({ epoch }: { epoch: number }, control: { stop(): void }): void => {
    if (epoch === epochs) control.stop();
  };
  await model.fit(rows.train, { ...fitOptions(setup, rows), onEpoch: stopThere });
  return { hash: hashOf(new Uint8Array(model.parameters.buffer)), model };
}

it("brings every epoch once and in order, however it is paused and stepped, and comes to the same bits", async () => {
  const rows = rowsOfSpiral();
  const drive = new Drive(setup, rows);
  await drive.until("paused", (session) => session.step());
  await drive.until("paused", (session) => session.step());
  await drive.until("paused", (session) => session.runTo(17));
  await drive.until("paused", (session) => {
    session.play();
    session.pause();
  });
  const last = await drive.until("done", (session) => session.play());
  expect(drive.losses.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
  const { hash } = await plain(setup, rowsOfSpiral(), 60);
  expect(last.hash).toBe(hash);
  expect(last.stoppedBy).toBe("epochs");
});

it("stops with the weights of the best epoch, and says which that is", async () => {
  const drive = new Drive(setup, rowsOfSpiral());
  await drive.until("paused", (session) => session.runTo(40));
  const last = await drive.until("done", (session) => session.stop());
  const { hash } = await plain(setup, rowsOfSpiral(), 40);
  expect(last).toMatchObject({ epoch: 40, hash, stoppedBy: "stopped" });
  const least = Math.min(...drive.losses.map(({ validation }) => validation as number));
  const best = drive.losses.find(({ validation }) => validation === least);
  expect(last.best).toEqual({ epoch: best?.epoch, loss: least });
  expect(last.weightsOf).toBe(best?.epoch);
});

it("pauses a training that a link has sent to its end, rather than to end it", async () => {
  const drive = new Drive({ ...setup, epochs: 5000 }, rowsOfSpiral(), []);
  const frame = await drive.until("paused", (session) => {
    session.runTo(4000, true);
    session.pause();
  });
  expect(frame.epoch).toBe(1);
  expect((await drive.until("paused", (session) => session.step())).epoch).toBe(2);
});

it("shows the model before its first epoch, and trains to the same bits as if nobody had looked", async () => {
  const drive = new Drive(setup, rowsOfSpiral());
  const first = drive.session.frame();
  expect(first).toMatchObject({ epoch: 0, losses: [], phase: "paused" });
  expect(first.parameters).toEqual(drive.session.model.parameters);
  expect(first.score.validation).toBeGreaterThan(0.2);
  const last = await drive.until("paused", (session) => session.runTo(10));
  const blind = new Drive(setup, rowsOfSpiral(), []);
  expect((await blind.until("paused", (session) => session.runTo(10))).hash).toBe(last.hash);
});

it("looks at the test rows only when it pauses or is done", async () => {
  const rows = rowsOfSpiral();
  const drive = new Drive({ ...setup, epochs: 3000 }, rows);
  const paused = await drive.until("paused", (session) => session.runTo(1500));
  const playing = drive.frames.filter(({ phase }) => phase === "playing");
  expect(playing.length).toBeGreaterThan(0);
  for (const { score } of playing) expect(score.test).toBeUndefined();
  const { model } = drive.session;
  const errors = { train: rows.train, validation: rows.validation, test: rows.test };
  for (const [part, data] of Object.entries(errors)) {
    const { accuracy } = model.evaluate(data as typeof rows.train) as { accuracy: number };
    expect(paused.score[part as keyof typeof errors]).toBe(1 - accuracy);
  }
});

it("takes the validation loss for the score where both are the mean absolute error", async () => {
  const points = Array.from({ length: 40 }, (_, i) => [i / 20 - 1, Math.sin(i / 5)] as const);
  const curve: Setup = {
    ...defaultsFor({ kind: "drawn", points }),
    loss: "mae",
    validation: 0.25,
    epochs: 4000,
  };
  const drive = new Drive(curve, drawnRows(curve, points), []);
  const paused = await drive.until("paused", (session) => session.runTo(2000));
  const playing = drive.frames.filter(({ phase }) => phase === "playing");
  expect(playing.length).toBeGreaterThan(0);
  for (const { score, losses } of playing)
    expect(score.validation).toBe(losses[losses.length - 1].validation);
  // Measured again when it pauses, by another way: the same but for rounding.
  expect(paused.score.validation).toBeCloseTo(
    paused.losses[paused.losses.length - 1].validation as number,
    5,
  );
});

it("says why where training cannot go on, and is done", async () => {
  const points = Array.from({ length: 40 }, (_, i) => [i / 20 - 1, Math.sin(i / 5)] as const);
  const wild: Setup = { ...defaultsFor({ kind: "drawn", points }), optimizer: "sgd", learningRate: 100 };
  const drive = new Drive(
    { ...wild, layers: [{ units: 8, activation: "relu", dropout: 0 }] },
    drawnRows(wild, points),
  );
  await expect(drive.until("paused", (session) => session.play())).rejects.toThrow(/learning rate/i);
  expect(drive.frames.at(-1)?.phase).toBe("done");
});
