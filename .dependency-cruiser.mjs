/*
 * The rooms of src/ and the arrows between them, as docs/architecture.md draws them. `npm run lint` holds them with
 * dependency-cruiser, because it counts an import of a type as an arrow too; ESLint's rules for circles do not.
 */

/** Each room and what it may import besides its own files: rooms, single files, or the doors. Lowest first. */
const ARROWS = [
  ["base", []],
  ["cells", ["base"]],
  ["spec", ["base"]],
  ["wasm", ["spec", "base"]],
  ["data", ["cells", "spec", "base"]],
  ["network", ["data", "wasm", "spec", "cells", "base"]],
  // A kind of rows that programs bring along only where they use it.
  ["encoding", ["network/input-stage.ts", "data", "spec", "cells", "base"]],
  ["files", ["network", "data", "wasm", "spec", "cells", "base"]],
  // A checkpoint is a file.
  ["training", ["files", "network", "data", "wasm", "spec", "base"]],
  ["judge", ["encoding/features.ts", "network", "data", "wasm", "spec", "base"]],
  // index.ts exports what evaluate/ holds as well, for programs that import it from there.
  [
    "doors",
    [
      "files",
      "training",
      "judge",
      "encoding",
      "network",
      "data",
      "wasm",
      "spec",
      "cells",
      "base",
      "evaluate/index.ts",
    ],
  ],
  // Entries of the package. evaluate/ is the door of judge/; it takes what index.ts exports from its own files, as index.ts would be a
  // circle.
  [
    "evaluate",
    [
      "doors",
      "base",
      "judge",
      "network",
      "data",
      "spec",
      "encoding/features.ts",
      "training/fit-options.ts",
      "training/history.ts",
    ],
  ],
  // The program of a thread, which is bundled by itself, and the entry that talks to it.
  ["thread", ["training", "encoding", "network", "data", "wasm", "spec", "base"]],
  [
    "worker",
    [
      "doors",
      "base",
      "data",
      "network",
      "training/fit-options.ts",
      "training/history.ts",
      "thread/messages.ts",
    ],
  ],
  [
    "stream",
    [
      "doors",
      "base",
      "spec",
      "data",
      "network",
      "training/class-weights.ts",
      "training/divergence.ts",
      "training/early-stopping.ts",
      "training/fit-options.ts",
      "training/history.ts",
      "training/slice-size.ts",
      "wasm/state.ts",
      "wasm/training-engine.ts",
    ],
  ],
  [
    "table",
    [
      "doors",
      "base",
      "cells",
      "data",
      "encoding",
      "network/inside.ts",
      "network/match-inputs.ts",
      "network/stages.ts",
    ],
  ],
  ["csv", ["doors", "cells", "base"]],
  // Takes a LossSurface, which is evaluate's.
  ["plot", ["doors", "base", "evaluate/index.ts"]],
  // Other tools' files: one room for what all formats have in common, one for each format.
  ["interop/network", ["doors", "base"]],
  ["interop/bytes", ["doors", "base"]],
  ...["onnx", "keras", "tensorflowjs", "pytorch", "c", "python"].map((format) => [
    `interop/${format}`,
    ["doors", "interop/network", "interop/bytes", "base"],
  ]),
  ["sweep", ["doors", "base"]],
  // The command, with rooms of its own.
  ["cli/base", ["doors"]],
  ["cli/read", ["doors", "csv", "cells", "cli/base"]],
  ["cli/write", ["doors", "cli/base"]],
  ["cli/problem", ["doors", "table/index.ts", "encoding/features.ts", "cells", "cli/read", "cli/base"]],
  ["cli/judge", ["doors", "cells", "cli/problem", "cli/read", "cli/base"]],
  ["cli/lecture", ["doors", "cli/read", "cli/base"]],
  ["cli/stream", ["doors", "cells", "stream/index.ts", "cli/problem", "cli/read", "cli/base"]],
  [
    "cli/show",
    ["doors", "encoding/features.ts", "cells", "cli/judge", "cli/problem", "cli/read", "cli/base"],
  ],
  // Pictures are drawn by an entry that is loaded only for a report.
  ["cli/report", ["doors", "plot/index.ts", "cli/base"]],
  [
    "cli",
    [
      "doors",
      "table/index.ts",
      "encoding/features.ts",
      "csv",
      "cells",
      "stream/index.ts",
      "evaluate/index.ts",
      "plot/index.ts",
    ],
  ],
];

/** A pattern of the paths of a room, a file, or the doors. */
function pathOf(name) {
  if (name === "doors") return "^src/(index|model|predict-only|predictor)\\.ts$";
  return name.endsWith(".ts") ? `^src/${name.replace(".", "\\.")}$` : `^src/${name}/`;
}

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...ARROWS.map(([name, below]) => ({
      name: `arrows-of-${name}`,
      severity: "error",
      comment: `${name} may import only: ${below.join(", ") || "nothing"}. Arrows point down.`,
      from: { path: pathOf(name) },
      to: { path: "^src/", pathNot: [name, ...below].map(pathOf) },
    })),
    {
      name: "no-circle",
      severity: "error",
      comment: "Two files that need each other, be it for a type, get a third file that both import.",
      from: {},
      to: { circular: true },
    },
    {
      name: "every-file-has-a-room",
      severity: "error",
      comment: "A new folder of src/ gets its line in ARROWS of .dependency-cruiser.mjs.",
      from: { path: "^src/", pathNot: ARROWS.map(([name]) => pathOf(name)) },
      to: {},
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    includeOnly: "^src/",
    enhancedResolveOptions: { extensions: [".ts"] },
  },
};
