import {
  DataError,
  DivergedError,
  DownhillError,
  type ErrorDetails,
  OptionError,
  ShapeError,
} from "../base/errors.js";
import type { PlainError } from "../thread/messages.js";
import { WorkerError } from "./worker-error.js";

const KINDS = new Map([
  ["ShapeError", ShapeError],
  ["DataError", DataError],
  ["OptionError", OptionError],
  ["DownhillError", DownhillError],
]);

/** The error that a fit threw in a thread: of this side's class where it is one of downhill's, else the cause of a WorkerError. */
export function revived(caller: string, { name, message, stack, details }: PlainError): Error {
  if (name === "DivergedError") {
    const { epoch, update, learningRate, ...place } = details as DivergedError;
    return new DivergedError(message, epoch, update, learningRate, place);
  }
  const Kind = KINDS.get(name);
  if (Kind) return new Kind(message, details as ErrorDetails);
  const cause = Object.assign(new Error(message), { name, stack });
  return new WorkerError(
    `${caller}: the worker failed: ${message}. The model is as it was before the fit.`,
    cause,
  );
}
