/*
 * In place of core-module.ts in the program of a thread (scripts/build-thread.mjs): the core comes with the first message, compiled.
 */

let received: object | undefined;

export function receiveCore(module: object): void {
  received = module;
}

export function coreModule(): object {
  return received as object;
}
