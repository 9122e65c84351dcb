/* The tour's end in the trainer: runs one experiment at a time. */
import { exampleText } from "../../trainer/data/examples.js";
import { type Births, readBirths } from "../data/births.js";
import { EXPERIMENTS } from "./all.js";
import type { Experiment } from "./experiment.js";
import type { Ask, Report } from "./messages.js";

let births: Promise<Births> | undefined;
let running: AbortController | undefined;

/** @param tell may take the memory of what it is given: it gets copies */
export async function answer(ask: Ask, tell: (report: Report) => void): Promise<void> {
  const report = (said: Report): void => tell(structuredClone(said));
  if (ask.kind === "births") return tellBirths(report);
  running?.abort();
  if (ask.kind === "run") await run(ask, report);
}

async function tellBirths(report: (report: Report) => void): Promise<void> {
  try {
    report({ kind: "births", births: await readOnce() });
  } catch (error) {
    report({ kind: "noBirths", message: (error as Error).message });
  }
}

async function run(ask: Ask & { kind: "run" }, report: (report: Report) => void): Promise<void> {
  const mine = new AbortController();
  running = mine;
  const { run: number, name, choices, pace } = ask;
  const tell = (said: Report): void => {
    if (!mine.signal.aborted) report(said);
  };
  const show = async (progress: unknown): Promise<void> => {
    tell({ kind: "progress", run: number, progress });
    await new Promise((resolve) => setTimeout(resolve, pace));
  };
  try {
    const experiment = EXPERIMENTS[name] as Experiment<object, unknown, unknown>;
    const result = await experiment(await readOnce(), choices, { show, signal: mine.signal });
    tell({ kind: "done", run: number, result });
  } catch (error) {
    tell({ kind: "failed", run: number, message: (error as Error).message });
  }
}

function readOnce(): Promise<Births> {
  births ??= exampleText("births")
    .then(readBirths)
    .catch((error: unknown) => {
      births = undefined; // another try may go well
      throw error;
    });
  return births;
}
