import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";

/** The public types: they need no DOM and no Node lib, and code as in the README is pleasant under strict. */

const root = new URL("../../", import.meta.url).pathname;
const strict: ts.CompilerOptions = {
  ...{ strict: true, target: ts.ScriptTarget.ES2022, lib: ["lib.es2022.d.ts"], types: [] },
  ...{ module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  ...{
    verbatimModuleSyntax: true,
    skipLibCheck: false,
    exactOptionalPropertyTypes: true,
    noUnusedLocals: false,
  },
};

/** Declarations of the library, by path, as a consumer would find them. */
const declarations = new Map<string, string>();

beforeAll(() => {
  const options = {
    ...strict,
    exactOptionalPropertyTypes: false,
    declaration: true,
    emitDeclarationOnly: true,
  };
  const program = ts.createProgram([`${root}src/index.ts`], options);
  program.emit(undefined, (path, text) => declarations.set(path, text));
});

/** What the compiler says about files of consumers that lie beside the declarations, each by its name. */
function problems(
  sources: Record<string, string>,
  options: ts.CompilerOptions = {},
): Record<string, string[]> {
  const names = Object.keys(sources);
  const pathOf = (name: string): string => `${root}src/consumer${names.indexOf(name)}.mts`;
  const texts = new Map([
    ...declarations,
    ...names.map((name) => [pathOf(name), header + sources[name]] as const),
  ]);
  const all = { ...strict, ...options };
  const host = ts.createCompilerHost(all);
  const { readFile, fileExists, getSourceFile } = host;
  // Only the declarations are there, not the sources beside them.
  const hidden = (path: string): boolean => path.startsWith(`${root}src/`);
  host.fileExists = (path) => texts.has(path) || (!hidden(path) && fileExists(path));
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.getSourceFile = (path, language, ...rest) => {
    const text = texts.get(path);
    return text === undefined
      ? getSourceFile.call(host, path, language, ...rest)
      : ts.createSourceFile(path, text, language);
  };
  const program = ts.createProgram(names.map(pathOf), all, host);
  const found = ts.getPreEmitDiagnostics(program).map(({ messageText, code, file }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, "\n");
    const consumer = names.find((name) => pathOf(name) === file?.fileName);
    return { consumer, text: `${consumer === undefined ? `${file?.fileName}: ` : ""}TS${code}: ${text}` };
  });
  // What is wrong with the declarations is everybody's problem.
  const of = (name: string): string[] =>
    found.filter(({ consumer }) => consumer === undefined || consumer === name).map(({ text }) => text);
  return Object.fromEntries(names.map((name) => [name, of(name)]));
}

const header = `
import { Model, adam, dataset, dense, dropout, huber, lossSurface, sgd, windows } from "./index.js";
import type { Dataset, Epoch, Evaluation, FitOptions, History, ModelSpec, Signal } from "./index.js";
declare const train: Dataset, test: Dataset, model: Model, bytes: Uint8Array;
`;

describe("the declarations", () => {
  test("exist, and stand alone without DOM and Node", () => {
    expect(declarations.size).toBeGreaterThan(10);
    expect(problems({ consumer: "" })).toEqual({ consumer: [] });
  });

  test("speak neither of WebAssembly nor of a loader", () => {
    for (const [path, text] of declarations) {
      const code = text.replace(/\/\*[\s\S]*?\*\//g, "");
      expect(code, path).not.toMatch(/WebAssembly\.|@assemblyscript|AbortSignal|\bBuffer\b|NodeJS/);
    }
  });
});

describe("code as in the README", () => {
  const samples: Record<string, string> = {
    "a series": `
      const data = windows([1, 2, 3, 4, 5, 6], { past: 2 });
      const { train, validation, test } = data.split({ validation: 0.1, test: 0.2 });
      const model = new Model({
        inputs: data, layers: [dense(100, "relu"), dropout(0.1), dense(1)], loss: "mae",
        optimizer: adam({ learningRate: { schedule: "cosine", initial: 1e-3, epochs: 300 } }), seed: 1,
      });
      const history: History = await model.fit(train, {
        epochs: 300, validation, earlyStopping: { patience: 20 },
        onEpoch: ({ epoch, loss }, { stop }) => { const text: string = \`\${epoch} \${loss.toFixed(1)}\`; if (text === "") stop(); },
      });
      const best: Epoch = history.best;
      const bytes: Uint8Array = model.save();
      const again: Model = Model.load(bytes);
      const y: number = again.predict([1, 2])[0];
      const json: string = JSON.stringify(model);
      const back: Model = Model.fromJSON(json);
    `,
    "one's own loop": `
      const model = new Model({ inputs: 1, layers: [dense(1)], loss: huber({ delta: 1 }) });
      for (const { loss } of model.epochs(train, { epochs: 3 })) if (loss < 0.1) break;
      for await (const { loss } of model.epochs(train, { epochs: 3, batchSize: "all" })) if (loss < 0.1) break;
      const before: number = model.step([[1]], [2]);
      model.parameters = [1, 2];
      const theta: Float32Array = model.parameters;
      const { loss, gradient } = model.gradient(train);
      const surface = lossSurface(model, train, { parameter: 0, from: -1, to: 1, steps: 5 }, { direction: gradient, from: 0, to: 1, steps: 5 });
      const z: number = surface.loss[0][0];
      const spec: ModelSpec = model.spec;
      const twin = new Model(model.spec);
    `,
    classes: `
      const data = dataset({ inputs: [[1, 2], [3, 4]], labels: ["ham", "spam"] }, { weights: [1, 2] });
      const model = new Model({ inputs: data, layers: [dense(1)], loss: "binaryCrossEntropy", optimizer: sgd() });
      model.fitSync(data, { epochs: 5, classWeights: { spam: 2 } });
      const { label, probability } = model.classify([1, 2]);
      const text: string = \`\${label} \${probability.toFixed(2)}\`;
    `,
    "a signal of one's own": `
      const signal: Signal = { aborted: false, addEventListener() {}, removeEventListener() {} };
      const options: FitOptions = { epochs: 1, signal };
    `,
    "evaluate, by a model whose loss is known": `
      const line = new Model({ inputs: 1, layers: [dense(1)], loss: "mae" });
      const { loss, mae, rmse, r2 } = line.evaluate(test);
      const text: string = mae.toFixed(1) + rmse.toFixed(1) + r2.toFixed(2) + loss.toFixed(1);
      const robust = new Model({ inputs: 1, layers: [dense(1)], loss: huber() });
      const off: number = robust.evaluate(test).mae;
      const classes = new Model({ inputs: 1, layers: [dense(2)], loss: "crossEntropy" });
      const { accuracy, auc, confusion } = classes.evaluate(test);
      const share: number = accuracy, area: number | undefined = auc, first: number = confusion[0][0];
      for (const each of line.evaluate(test).targets ?? []) each.mae.toFixed(1);
      for (const each of classes.evaluate(test).targets ?? []) each.auc?.toFixed(1);
    `,
    "evaluate, by a model whose loss is not known": `
      const found: Evaluation = Model.load(bytes).evaluate(test);
      const { loss } = found;
      if ("mae" in found) found.mae.toFixed(1);
      else found.accuracy.toFixed(1);
      const report = (any: Model): number => any.evaluate(test).loss;
      report(new Model({ inputs: 1, layers: [dense(1)], loss: "mse" }));
      let either: Model = new Model({ inputs: 1, layers: [dense(1)], loss: "mse" });
      either = new Model({ inputs: 1, layers: [dense(2)], loss: "crossEntropy" });
    `,
  };

  test("compiles under strict, without DOM and Node", () => {
    const sources = Object.fromEntries(
      Object.entries(samples).map(([name, text]) => [
        name,
        `export async function sample(): Promise<void> { await null; ${text} }`,
      ]),
    );
    const nothing = Object.fromEntries(Object.keys(samples).map((name) => [name, []]));
    expect(problems(sources)).toEqual(nothing);
  });

  test("the DOM's and Node's AbortSignal fit", () => {
    const sources = {
      signal: "export const options: FitOptions = { epochs: 1, signal: new AbortController().signal };",
    };
    expect(problems(sources, { lib: ["lib.es2022.d.ts", "lib.dom.d.ts"] }), "DOM").toEqual({ signal: [] });
    expect(problems(sources, { types: ["node"], skipLibCheck: true }), "Node").toEqual({ signal: [] });
  });

  test("what save gives goes into a Blob and over the net", () => {
    const sources = {
      bytes: `export const blob = (model: Model) => new Blob([model.save()]);
        export const answer = (model: Model) => fetch("/", { method: "POST", body: model.save() });`,
    };
    expect(problems(sources, { lib: ["lib.es2022.d.ts", "lib.dom.d.ts"] })).toEqual({ bytes: [] });
  });
});

test("mistakes are refused", () => {
  const mistakes: Record<string, string> = {
    "an unknown activation": `dense(3, "reLU");`,
    "a misspelt option": `adam({ lr: 0.1 });`,
    "an unknown loss": `new Model({ inputs: 1, layers: [dense(1)], loss: "MSE" });`,
    "targets and labels at once": `dataset({ inputs: [1], targets: [1], labels: [1] });`,
    "a text as row": `model.predict("1");`,
    "rows of texts": `dataset({ inputs: [["1"]], targets: [1] });`,
    "fit without epochs": `model.fitSync(train, {});`,
    "an axis with both": `lossSurface(model, train, { parameter: 0, direction: new Float32Array(1), from: 0, to: 1, steps: 2 }, { parameter: 0, from: 0, to: 1, steps: 2 });`,
    "a part of a split that was not asked for": `train.split({ test: 0.2, shuffle: 1 }).validation.rows;`,
    "a learning rate as function": `sgd({ learningRate: () => 0.1 });`,
  };
  const found = problems(mistakes);
  const accepted = Object.keys(mistakes).filter((name) => found[name].length === 0);
  expect(accepted).toEqual([]);
});
