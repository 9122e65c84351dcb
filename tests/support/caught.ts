/** The error that `action` throws, so that its text and fields can be looked at; fails when it throws none of that kind. */
export function caught<Kind extends Error>(
  kind: abstract new (...args: never[]) => Kind,
  action: () => unknown,
): Kind {
  try {
    action();
  } catch (error) {
    if (error instanceof kind) return error;
    throw error;
  }
  throw new Error(`expected a ${kind.name}, nothing was thrown`);
}
