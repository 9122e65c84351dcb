import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

import type { Results } from "./agreement.js";
import type { Timed, TurnOptions } from "./rounds.js";
import type { Task } from "./tasks.js";

/**
 * The core; the baseline, float32 numbers as the core's; and the same baseline on doubles, which JavaScript computes with
 * anyway: twice the memory, no conversions.
 */
export const IMPLEMENTATIONS = ["core", "baseline", "float64"] as const;
export type Implementation = (typeof IMPLEMENTATIONS)[number];

/** What a side is started with. */
export interface Assignment {
  readonly implementation: Implementation;
  readonly taskName: string;
  readonly options: TurnOptions;
}

export type Question = { ask: "results" } | { ask: "turn"; name: string } | { ask: "share" };
export type Answer = { value: Results | number } | { error: string };

const ENTRY = fileURLToPath(new URL("side.mjs", import.meta.url));

/** An implementation of a task in a process of its own, which works only when it is asked to. */
export class Side {
  private readonly child: ChildProcess;
  private readonly name: string;

  /** @param entry the bundle of side.ts */
  constructor(
    readonly implementation: Implementation,
    task: Task,
    options: TurnOptions,
    entry = ENTRY,
  ) {
    this.name = `${implementation}, ${task.name}`;
    const assignment: Assignment = { implementation, taskName: task.name, options };
    this.child = fork(entry, [JSON.stringify(assignment)], {
      env: { ...process.env, BASELINE_STORAGE: implementation === "float64" ? "float64" : "float32" },
      serialization: "advanced",
    });
  }

  /** What it computes, for comparison with the others. */
  results(): Promise<Results> {
    return this.ask({ ask: "results" }) as Promise<Results>;
  }

  /** One of its works, to be given turns; `name` says whose it is. */
  timed(name: string): Timed {
    return {
      name: `${name} ${this.implementation}`,
      turn: () => this.ask({ ask: "turn", name }) as Promise<number>,
    };
  }

  /** The part of its turns in which it had a core. */
  share(): Promise<number> {
    return this.ask({ ask: "share" }) as Promise<number>;
  }

  close(): void {
    if (this.child.connected) this.child.disconnect();
  }

  private ask(question: Question): Promise<Results | number> {
    return new Promise((resolve, reject) => {
      const ended = (code: number | null, signal: string | null): void =>
        reject(new Error(`the process of ${this.name} ended, ${signal ?? `exit code ${code}`}`));
      this.child.once("exit", ended);
      this.child.once("message", (answer: Answer) => {
        this.child.off("exit", ended);
        if ("error" in answer) reject(new Error(answer.error));
        else resolve(answer.value);
      });
      this.child.send(question, (error) => error && reject(error));
    });
  }
}

/** Runs `use` with a side of each implementation and ends them afterwards. */
export async function withSides<Result>(
  task: Task,
  options: TurnOptions,
  use: (sides: Readonly<Record<Implementation, Side>>) => Promise<Result>,
): Promise<Result> {
  const sides = IMPLEMENTATIONS.map((implementation) => new Side(implementation, task, options));
  try {
    return await use(
      Object.fromEntries(sides.map((side) => [side.implementation, side])) as Record<Implementation, Side>,
    );
  } finally {
    for (const side of sides) side.close();
  }
}
