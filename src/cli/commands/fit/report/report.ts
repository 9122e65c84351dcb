import { capitalized } from "../../../base/format.js";
import { html, type Content } from "../../../report/html.js";
import { htmlPage, type Section } from "../../../report/document.js";
import { figureSection } from "../../../report/figure.js";
import type { Plots } from "../../../report/peers.js";
import { commandLine, repetition } from "../../../report/repeat.js";
import { list } from "../../../report/table.js";
import { STANDARD_INPUT } from "../../../read/text-file.js";
import { notesAfter, notFoundNote } from "../notes.js";
import type { FitPlan } from "../plan.js";
import type { FitResult } from "../run.js";
import { leadOf, titleOf } from "./answer.js";
import { dataSection } from "./data.js";
import { modelFigures } from "./model-figures.js";
import { modelSection } from "./model.js";
import { resultFigures } from "./result-figures.js";
import { scoresTable } from "./scores.js";
import { trainingFigures } from "./training-figures.js";

/** A fit as a page: the same command gives the same bytes, as no time and no duration is in it. @param args of the command line */
export async function fitReport(
  plan: FitPlan,
  result: FitResult,
  plots: Plots,
  args: readonly string[],
): Promise<string> {
  const training = await trainingFigures(plan, result, plots);
  const results = await resultFigures(plan, result, plots);
  const inside = await modelFigures(plan, result, plots);
  const sections: (Section | undefined)[] = [
    { title: "How good it is", content: [scoresTable(plan, result), noteList(plan, result)] },
    figureSection("Where it is right and wrong", results),
    { title: "The data", content: dataSection(plan) },
    { title: "The model", content: modelSection(plan, result) },
    figureSection("The training", training),
    figureSection("Inside the model", inside),
    { title: "To repeat it", content: repetitionOf(plan, result, args) },
  ];
  return htmlPage({
    title: titleOf(plan),
    lead: leadOf(plan, result),
    sections: sections.filter((section) => section !== undefined),
  });
}

function noteList(plan: FitPlan, result: FitResult): Content {
  const notes = [...notesAfter(plan, result), notFoundNote(plan, result)].filter(
    (note) => note !== undefined,
  );
  const listed = list(notes.map(capitalized));
  return listed && html`<h3>Notes</h3>\n${listed}`;
}

function repetitionOf(plan: FitPlan, { history }: FitResult, args: readonly string[]): Content {
  const { options, notes, file, kept } = plan;
  const from = file === STANDARD_INPUT ? ", the same bytes on standard input" : " and the same file";
  const stopped =
    history.stoppedBy === "signal"
      ? ` It was stopped by Ctrl-C; --epochs ${history.epochs[history.epochs.length - 1].epoch} stops it there.`
      : "";
  const resumed = kept
    ? " It went on from a checkpoint; without --resume it begins anew, and comes to the same model."
    : "";
  return repetition({
    command: commandLine(args),
    facts: [
      ["Seed", String(options.seed)],
      ["File", html`<code>${notes.file}</code>, the first 16 digits of the SHA-256 of its text`],
    ],
    advice:
      `The same command${from}, in the same version of downhill, gives the same model to the bit, whatever the machine; with the same ` +
      `Node on the same platform this page has the same bytes.${stopped}${resumed}`,
  });
}
