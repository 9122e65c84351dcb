/*
 * A transform for asc: writes src/wasm/record.ts, what the wrapper must know of the core's memory, as the compiler itself laid it
 * out. So no language counts fields by hand; and tsc fails where a list of names in src/spec is not the core's, in its order.
 */

/** Enums of the core whose numbers are the places in a list of src/spec: the names of that list. */
const LISTS = [
  ["ActivationNames", "kernels/activation/Activation"],
  ["InitializerNames", "kernels/random/Initializer"],
  ["LossNames", "kernels/loss/Loss"],
  ["OptimizerNames", "kernels/optimizer/Optimizer"],
];

/** Classes of assembly/plan.ts whose fields TypeScript reads or sets by name. */
const RECORDS = ["Network", "Table", "Layer"];

export default class {
  afterCompile() {
    const find = (path) => {
      const element = this.program.elementsByName.get(`assembly/${path}`);
      if (!element) throw new Error(`record.mjs: there is no assembly/${path}`);
      return element;
    };
    const text = [
      "/** What stands where in the core's memory: made by scripts/record.mjs from assembly/. */",
      "",
      "/** Rows of a batch that are worked through at once. */",
      `export const BLOCK = ${constantOf(find("plan/BLOCK"))};`,
      "/** How many words at the start of a Network say where training stands. */",
      `export const PROGRESS = ${sizeOf(find("plan/Progress")) / 4};`,
      ...RECORDS.flatMap((name) => fieldsOf(find(`plan/${name}`))),
      ...LISTS.flatMap(([name, path]) => listOf(name, find(path))),
      ...numbersOf("MODE", find("plan/Mode")),
    ];
    this.writeFile("src/wasm/record.ts", `${text.join("\n")}\n`, this.baseDir);
  }
}

/** Where each field of a class is. An enum, whose numbers a bundle has without its names. */
function fieldsOf(prototype) {
  const { members } = prototype.getResolvedInstance("");
  const fields = [...members.values()]
    .map(({ instance }) => instance)
    .filter((property) => property?.isField)
    .map(({ name, type, memoryOffset }) => `  ${name} = ${memoryOffset / type.byteSize},`);
  return [
    "",
    "/**",
    ` * ${prototype.name} of assembly/plan.ts: the place of each field, counted in numbers as large as itself (4 bytes, 8 for u64 and f64)`,
    ` * from the record's beginning.`,
    " */",
    `export enum ${prototype.name}Field {`,
    ...fields,
    "}",
    `export const ${prototype.name.toUpperCase()}_BYTES = ${sizeOf(prototype)};`,
  ];
}

function sizeOf(prototype) {
  return prototype.getResolvedInstance("").nextMemoryOffset;
}

/** The names of an enum in the order of their numbers, as a type: a list of src/spec that is assigned to it has the same. */
function listOf(name, element) {
  const members = [...element.members.values()];
  const gap = members.find((member, place) => constantOf(member) !== place);
  if (gap) throw new Error(`record.mjs: ${element.name}.${gap.name} is not at its place`);
  return ["", `export type ${name} = readonly [`, ...members.map((member) => `  "${member.name}",`), "];"];
}

/** The members of an enum with their numbers. */
function numbersOf(name, element) {
  const members = [...element.members.values()].map((member) => `  ${member.name}: ${constantOf(member)},`);
  return [
    "",
    `/** The core's number of each ${element.name}. */`,
    `export const ${name} = {`,
    ...members,
    "} as const;",
  ];
}

function constantOf(element) {
  // ConstantValueKind.Integer
  if (element.constantValueKind !== 1)
    throw new Error(`record.mjs: ${element.name} is no whole-number constant`);
  return Number(element.constantIntegerValue);
}
