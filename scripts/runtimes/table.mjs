// The matrix in a terminal, and as docs/runtimes.md has it.

/** One row as it comes in. */
export function asLine({ name, version = "", engine = "", result, milliseconds, error }) {
  const time = milliseconds === undefined ? "" : `${milliseconds.toFixed(1)} ms`;
  const plain = name.replaceAll("`", "");
  const cells = [plain.padEnd(30), version.padEnd(18), engine.padEnd(32), result.padEnd(8), time.padStart(9)];
  return `${cells.join(" ")}${error ? `\n    ${error.replaceAll("\n", "\n    ")}` : ""}`.trimEnd();
}

/** The whole as a table in Markdown. */
export function asMarkdown(results) {
  const lines = results.map(({ name, version = "", engine = "", result, milliseconds }) => {
    const time = milliseconds === undefined ? "" : milliseconds.toFixed(1);
    return `| ${name} | ${version} | ${engine} | ${result === "passed" ? "same bits" : result} | ${time} |`;
  });
  return [
    "| runtime | version | engine | parameters | import to first prediction, ms |",
    "|---|---|---|---|---:|",
    ...lines,
  ].join("\n");
}
