import type { Dataset } from "downhill";
import { version } from "../../../../package.json";
import type { Setup } from "../../setup/setup.js";
import { classicRows } from "../../trainer/data/classic.js";
import { drawnRows } from "../../trainer/data/drawn.js";
import type { Rows } from "../../trainer/data/rows.js";
import type { Reached } from "../../trainer/messages.js";
import { dataPiece } from "./data.js";
import { fitPiece, modelPiece } from "./model.js";
import { type Piece, programWith } from "./source.js";

/** What a program is to do. */
interface Asked {
  readonly setup: Setup;
  readonly rows: Rows;
  readonly reached: Reached;
  /** All rows, where the program carries them: see `uncut`. */
  readonly all?: Dataset;
}

/**
 * A program for Node, an ES module, that does what the playground has done so far, and prints a hash of the same parameters. From
 * before the first epoch it trains to the end.
 */
export function programOf({ setup, rows, reached, all }: Asked): string {
  const pieces = [
    dataPiece(setup, rows, all),
    modelPiece(setup, rows),
    fitPiece(setup, rows, reached),
    resultPiece(rows, reached),
  ];
  const head = [
    `// What the downhill playground did, as a program. Save it as program.mjs in a project that has downhill ${version}, then:`,
    "// node program.mjs",
    "",
  ];
  return [...head, ...programWith(pieces), ""].join("\n");
}

/** The rows before they are cut, of data that no file has. */
export function uncut(setup: Setup): Dataset | undefined {
  const { data } = setup;
  const whole = { ...setup, validation: 0, test: 0 };
  switch (data.kind) {
    case "births":
    case "spam":
    case "csv":
      return undefined;
    case "drawn":
      return drawnRows(whole, data.points).train;
    default:
      return classicRows(whole, data).train;
  }
}

function resultPiece({ validation, test }: Rows, { hash, epoch }: Reached): Piece {
  const judged = test ? "test" : validation ? "validation" : "train";
  const there = hash && epoch > 0 ? ` // in the playground: ${hash}` : "";
  return {
    imports: {},
    lines: [
      `console.log("on the ${judged} rows:", found.evaluate(${judged}));`,
      `console.log(\`hash of the parameters: \${hashOf(new Uint8Array(found.parameters.buffer))}\`);${there}`,
      "",
      "/** FNV-1a, twice with different starts: it tells whether two models, or files, are the same to the bit. */",
      "function hashOf(bytes) {",
      "  const digits = (start) => {",
      "    let hash = start;",
      "    for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);",
      '    return (hash >>> 0).toString(16).padStart(8, "0");',
      "  };",
      "  return digits(0x811c9dc5) + digits(0x01000193);",
      "}",
    ],
  };
}
