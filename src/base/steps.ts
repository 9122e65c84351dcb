/** Work that can be interrupted: each step takes a moment, and nothing depends on what runs in between. */
export type Steps<Result> = Generator<undefined, Result>;

/** Does all that is left at once. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
