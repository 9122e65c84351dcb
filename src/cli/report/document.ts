import { GENERATOR } from "../base/report-file.js";
import { html, raw, type Content, type Html } from "./html.js";
import { STYLE } from "./style.js";

/** A page in all its parts. */
export interface Page {
  readonly title: string;
  /** Below the title: what was asked, and the answer. */
  readonly lead: Content;
  readonly sections: readonly Section[];
}

export interface Section {
  readonly title: string;
  readonly content: Content;
}

/** Nothing is fetched and nothing runs, whatever the page may hold: the browser refuses it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** One HTML file that needs no other. */
export function htmlPage({ title, lead, sections }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${raw(GENERATOR)}
<meta http-equiv="Content-Security-Policy" content="${raw(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<header>
<h1>${title}</h1>
${lead}
</header>
${sections.map(section)}
</main>
</body>
</html>
`.text;
}

function section({ title, content }: Section): Html {
  return html`<section>
<h2>${title}</h2>
${content}</section>
`;
}
