/** Two Ctrl-C this close together are one: npm passes on to its child what the terminal has sent to both. */
const SAME_PRESS_MS = 500;

let training: AbortController | undefined;
let pressedAt = 0;

/**
 * Answers Ctrl-C. Outside of a training it ends the program at once with code 130. Within one, the first asks the
 * training to stop, which it does within a slice of some milliseconds, so that the best model can be saved; the second ends the
 * program at once.
 */
export function answerInterrupts(): void {
  process.on("SIGINT", () => {
    if (training === undefined) process.exit(130);
    if (!training.signal.aborted) {
      pressedAt = performance.now();
      training.abort();
    } else if (performance.now() - pressedAt > SAME_PRESS_MS) {
      process.exit(130);
    }
  });
}

/** Runs a training that Ctrl-C stops gently through `signal`. */
export async function interruptible<Result>(
  train: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  training = new AbortController();
  try {
    return await train(training.signal);
  } finally {
    training = undefined;
  }
}
