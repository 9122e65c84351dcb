import { failure } from "../state.js";

/** The library's own error, where it is seen at once. */
export function Failure() {
  return failure.value && failure.value.where !== "data" && <p role="alert">{failure.value.message}</p>;
}
