import { version } from "../../../../package.json";
import type { Language, Texts } from "../../i18n/texts.js";
import type { Setup } from "../../setup/setup.js";
import type { Losses } from "../../state.js";
import type { About, Frame, OutputPicture, Reached } from "../../trainer/messages.js";
import { lossPicture, outputPicture } from "./pictures.js";
import { dataName, inWords } from "./in-words.js";
import { STYLE } from "./style.js";
import { escaped } from "./svg.js";

/** What is on the screen at one moment. */
export interface Screen {
  readonly setup: Setup;
  readonly about?: About;
  readonly frame?: Frame;
  readonly reached: Reached;
  readonly losses: Losses;
  readonly picture?: OutputPicture;
  readonly link: string;
  readonly code: string;
  readonly texts: Texts;
  readonly language: Language;
  readonly format: (value: number, options?: Intl.NumberFormatOptions) => string;
}

/** A file that needs nothing else: one HTML page, without a script. */
export function reportOf(screen: Screen): string {
  const { texts, language, setup } = screen;
  const title = texts.report.heading(dataName(setup, texts));
  return `<!doctype html>
<html lang="${language === "zh" ? "zh-Hans" : "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${[setupPart, scorePart, lossPart, outputPart, againPart].map((part) => part(screen)).join("\n")}
</main>
</body>
</html>
`;
}

function section(heading: string, inside: string): string {
  return `<section>\n<h2>${escaped(heading)}</h2>\n${inside}\n</section>`;
}

function setupPart(screen: Screen): string {
  const rows = inWords(screen).map(
    ([name, text]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(text)}</td></tr>`,
  );
  return section(screen.texts.report.setup, `<table>${rows.join("\n")}</table>`);
}

/** The network's scores, and those of guesses that need no model, by the same measure. */
function scorePart({ about, frame, texts, format }: Screen): string {
  if (!about || !frame) return "";
  const { report, results } = texts;
  const isShare = about.measure === "errors";
  const shown = (value: number): string =>
    format(value, isShare ? { style: "percent", maximumFractionDigits: 1 } : { maximumSignificantDigits: 5 });
  const parts = (["train", "validation", "test"] as const).filter((part) => frame.score[part] !== undefined);
  const judged = about.rows.test > 0 ? "test" : about.rows.validation > 0 ? "validation" : "train";
  const rows = [
    ...parts.map((part) => [`${report.network}, ${results[part]}`, frame.score[part] as number] as const),
    ...about.naive.map(({ name, value }) => [`${results.naive[name]}, ${results[judged]}`, value] as const),
  ].map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(shown(value))}</td></tr>`);
  return section(
    report.scores,
    `<table><caption>${escaped(report.measures[about.measure])}</caption>${rows.join("\n")}</table>`,
  );
}

function lossPart({ losses, texts, format }: Screen): string {
  if (losses.epochs.length === 0) return "";
  const { losses: heading, legend } = texts.report;
  const hasValidation = losses.validation.some((loss) => loss !== null);
  const names = ["train", ...(hasValidation ? ["validation"] : [])] as const;
  const picture = lossPicture(heading, losses, (value) => format(value, { maximumSignificantDigits: 4 }));
  return section(
    heading,
    picture + legendOf(names.map((name) => [name, legend[name as keyof typeof legend]])),
  );
}

function legendOf(entries: readonly (readonly [look: string, text: string])[]): string {
  const items = entries.map(([look, text]) => `<span class="key ${look}">${escaped(text)}</span>`);
  return `<p class="legend">${items.join(" ")}</p>`;
}

function outputPart({ picture, texts, format }: Screen): string {
  if (!picture) return "";
  const { output, legend } = texts.report;
  const drawn = outputPicture(output, picture, (value) => format(value, { maximumSignificantDigits: 4 }));
  const keys = {
    curve: ["output", "train", "validation"],
    plane: [],
    series: ["output", "actual"],
    table: [],
  } as const;
  const entries = keys[picture.shape].map((name) => [name, legend[name]] as const);
  return section(output, drawn + (entries.length > 0 ? legendOf(entries) : ""));
}

function againPart({ link, code, reached, texts }: Screen): string {
  const { again, againText, program, made } = texts.report;
  const address = escaped(link);
  const hash = reached.hash
    ? `<p>${escaped(texts.training.hash)}: <code>${escaped(reached.hash)}</code></p>`
    : "";
  return section(
    again,
    `${hash}
<p>${escaped(againText)}</p>
<p class="link"><a href="${address}">${address}</a></p>
<details>
<summary>${escaped(program)}</summary>
<pre><code>${escaped(code)}</code></pre>
</details>
<p class="quiet">${escaped(made(version))}</p>`,
  );
}
