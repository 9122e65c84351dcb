/*
 * A transform for asc: writes src/wasm/record.ts, what the wrapper must know of the core's memory, as the compiler itself laid it
 * out. So no language counts fields or numbers names by hand; tsc fails where a name of the core is none of src/spec.
 */

/** Enums of the core, and the type in src/spec whose names they have; one has names of its own. */
const CODES = [
  ["ACTIVATION", "kernels/activation/Activation", "Activation", "../spec/layer.js"],
  ["INITIALIZER", "kernels/random/Initializer", "Initializer", "../spec/layer.js"],
  ["LAYER_KIND", "plan/LayerKind", 'LayerSpec["type"]', "../spec/layer.js"],
  ["LOSS", "kernels/loss/Loss", "(typeof LOSSES)[number]", "../spec/loss.js"],
  ["OPTIMIZER", "kernels/optimizer/Optimizer", 'OptimizerSpec["type"]', "../spec/optimizer.js"],
  ["MODE", "plan/Mode"],
];

/** Classes of assembly/plan.ts. */
const LAYOUTS = [
  ["PROGRESS", "Progress"],
  ["PREDICTION", "Prediction"],
  ["LEARNING", "Learning"],
  ["NETWORK", "Network"],
  ["TABLE", "Table"],
  ["LAYER", "Layer"],
];

export default class {
  afterCompile() {
    const find = (path) => {
      const element = this.program.elementsByName.get(`assembly/${path}`);
      if (!element) throw new Error(`record.mjs: there is no assembly/${path}`);
      return element;
    };
    const text = [
      "/** What stands where in the core's memory: made by scripts/record.mjs from assembly/. */",
      ...importsOf(CODES),
      "",
      "/** Rows of a batch that are worked through at once. */",
      `export const BLOCK = ${constantOf(find("plan/BLOCK"))};`,
      ...LAYOUTS.flatMap(([name, path]) => layoutOf(name, find(`plan/${path}`))),
      ...CODES.flatMap(([name, path, type]) => codesOf(name, find(path), type)),
    ];
    this.writeFile("src/wasm/record.ts", `${text.join("\n")}\n`, this.baseDir);
  }
}

function importsOf(codes) {
  const modules = new Map();
  for (const [, , type, module] of codes) {
    if (type === undefined) continue;
    const name = type.match(/[A-Z]\w*/)[0];
    modules.set(module, [...(modules.get(module) ?? []), name]);
  }
  return [...modules].map(([module, names]) => `import type { ${names.join(", ")} } from "${module}";`);
}

/** The fields of a class with the kind of number and the offset in bytes of each; addresses and other records are usize. */
function layoutOf(name, prototype) {
  const { members, nextMemoryOffset } = prototype.getResolvedInstance("");
  const fields = [...members.values()]
    .map(({ instance }) => instance)
    .filter((property) => property?.isField)
    .map(({ name, type, memoryOffset }) => {
      const kind = type.isReference || type.classReference ? "usize" : type.toString();
      return `    ${name}: ["${kind}", ${memoryOffset}],`;
    });
  return [
    "",
    `/** ${prototype.name} of assembly/plan.ts: its bytes, and of each field the kind of number and the offset in bytes. */`,
    `export const ${name} = {`,
    `  size: ${nextMemoryOffset},`,
    "  fields: {",
    ...fields,
    "  },",
    "} as const;",
  ];
}

/** The members of an enum with their numbers. */
function codesOf(name, element, type) {
  const members = [...element.members.values()].map((member) => `  ${member.name}: ${constantOf(member)},`);
  return [
    "",
    `/** The core's number of each ${element.name}. */`,
    `export const ${name} = {`,
    ...members,
    type === undefined ? "} as const;" : `} as const satisfies Record<${type}, number>;`,
  ];
}

function constantOf(element) {
  // ConstantValueKind.Integer
  if (element.constantValueKind !== 1)
    throw new Error(`record.mjs: ${element.name} is no whole-number constant`);
  return Number(element.constantIntegerValue);
}
