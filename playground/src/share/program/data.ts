import type { Dataset } from "downhill";
import type { DataChoice, Setup } from "../../setup/setup.js";
import type { Rows } from "../../trainer/data/rows.js";
import { code, fields, type Piece, wrapped } from "./source.js";

/**
 * The lines that make `train`, `validation` and `test`, as the trainer has them.
 *
 * @param all the rows before they were cut; needed where the program carries them
 */
export function dataPiece(setup: Setup, rows: Rows, all: Dataset | undefined): Piece {
  const read = readPiece(setup, rows, all);
  return { ...read, lines: [...read.lines, cutLine(setup, rows)] };
}

function readPiece(setup: Setup, rows: Rows, all: Dataset | undefined): Piece {
  switch (setup.data.kind) {
    case "births":
      return birthsPiece(setup);
    case "spam":
      return spamPiece();
    case "csv":
      return csvPiece(setup, setup.data, rows);
    default:
      return pointsPiece(all as Dataset);
  }
}

/** What `cut` of the trainer does. */
function cutLine({ validation, test, seed }: Setup, { train }: Rows): string {
  const shares = Object.entries({ validation, test }).filter(([, share]) => share > 0);
  if (shares.length === 0) return "const train = data;";
  const names = ["train", ...shares.map(([name]) => name)];
  const options = { ...Object.fromEntries(shares), ...(!train.chronological && { shuffle: seed }) };
  return `const { ${names.join(", ")} } = data.split(${code(options)});`;
}

/** A file of the package, or one that is named when the program is started. */
function packageFile(name: string): Piece {
  return {
    imports: {
      "node:fs": ["readFileSync"],
      "node:module": ["createRequire"],
      "node:path": ["dirname", "join"],
      "node:zlib": ["gunzipSync"],
      "downhill/csv": ["readCsv"],
    },
    lines: [
      "// downhill brings the file with it; or name yours when you start the program.",
      'const home = dirname(createRequire(import.meta.url).resolve("downhill/package.json"));',
      "const file = process.argv[2]",
      "  ? readFileSync(process.argv[2])",
      `  : gunzipSync(readFileSync(join(home, "dist/data/${name}.csv.gz")));`,
      `const { columns, rows } = readCsv(file, { name: ${code(name)} });`,
    ],
  };
}

function birthsPiece({ past = 28 }: Setup): Piece {
  const { imports, lines } = packageFile("births");
  return {
    imports: { ...imports, downhill: ["windows"] },
    lines: [
      ...lines.map((line) => line.replace("{ columns, rows }", "{ columns }")),
      `const data = windows(columns.births, ${code({ past })});`,
    ],
  };
}

function spamPiece(): Piece {
  const { imports, lines } = packageFile("spam");
  return {
    imports: { ...imports, downhill: ["dataset"] },
    lines: [
      ...lines,
      'const names = Object.keys(columns).filter((name) => name !== "spam");',
      "const inputs = Array.from({ length: rows }, (_, row) => names.map((name) => columns[name][row]));",
      'const labels = Array.from(columns.spam, (value) => (Number(value) === 1 ? "spam" : "mail"));',
      "const data = dataset({ inputs, labels }, { columns: names });",
    ],
  };
}

function csvPiece(
  { past }: Setup,
  { name, hash }: DataChoice & { kind: "csv" },
  { target, tableOptions }: Rows,
): Piece {
  const imports = { "node:fs": ["readFileSync"], "downhill/csv": ["readCsv"] };
  const read = [
    "// Start it where the file lies, or name its place: node program.mjs PATH",
    `const bytes = readFileSync(process.argv[2] ?? ${code(name)});`,
    `if (hashOf(bytes) !== ${code(hash)}) console.warn("This is another file than the playground had, or not in UTF-8.");`,
    `const file = readCsv(bytes, ${code({ name })});`,
  ];
  if (past !== undefined)
    return {
      imports: { ...imports, downhill: ["windows"] },
      lines: [
        ...read,
        `const data = windows(file.columns[${code(target)}], ${code({ past, name: target })});`,
      ],
    };
  return {
    imports: { ...imports, "downhill/table": ["table"] },
    lines: [...read, `const data = table(file, ${code(tableOptions)});`],
  };
}

/** Points themselves: they are few, and a cosine of another engine could differ in its last bits. */
function pointsPiece(all: Dataset): Piece {
  const { inputs, inputWidth, targets, rows, classes, columns } = all;
  const answer = classes ? "labels" : "targets";
  const points = Array.from({ length: rows }, (_, row) =>
    code([
      ...inputs.slice(row * inputWidth, (row + 1) * inputWidth),
      classes ? classes[targets[row]] : targets[row],
    ]),
  );
  return {
    imports: { downhill: ["dataset"] },
    lines: [
      `// The inputs of each point, and last what is to be said of it.`,
      "// prettier-ignore",
      "const points = [",
      ...wrapped(points),
      "];",
      "const inputs = points.map((point) => point.slice(0, -1));",
      `const ${answer} = points.map((point) => point.at(-1));`,
      `const data = dataset({ inputs, ${answer} }${columns ? `, ${fields([["columns", code(columns)]])}` : ""});`,
    ],
  };
}
