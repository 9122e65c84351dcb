/** The memory of all typed arrays in a message, each once: it is handed over rather than copied. Every array in a message is its own. */
export function buffersOf(message: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  collect(message, found);
  return [...found];
}

function collect(value: unknown, found: Set<ArrayBuffer>): void {
  if (typeof value !== "object" || value === null) return;
  if (ArrayBuffer.isView(value)) found.add(value.buffer as ArrayBuffer);
  else for (const part of Object.values(value)) collect(part, found);
}
