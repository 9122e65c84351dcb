import { facts } from "./table.js";
import { html, type Content, type Html } from "./html.js";

/** The version in package.json, written in here by the build. */
declare const __VERSION__: string;

/** The command line as it can be typed into a shell. @param args without node and the program */
export function commandLine(args: readonly string[]): string {
  return ["downhill", ...args].map(shellWord).join(" ");
}

/** A word as a POSIX shell takes it for one, whatever is in it. */
function shellWord(text: string): string {
  return /^[\w,.=:/@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** What the same numbers need: the command, and all that it depends on. */
export interface Repetition {
  readonly command: string;
  /** What is to be known besides: the seed, the data. */
  readonly facts: readonly (readonly [term: Content, said: Content])[];
  readonly advice: Content;
}

export function repetition(what: Repetition): Html {
  const { node, v8 } = process.versions;
  return html`<p>${what.advice}</p>
<pre><code>${what.command}</code></pre>
${facts([
  ...what.facts,
  ["downhill", __VERSION__],
  ["Engine", `V8 ${v8}`],
  ["Node", node],
  ["Platform", `${process.platform}, ${process.arch}`],
])}`;
}
