/** Text that is HTML already; everything else is escaped where it is put in. */
export class Html {
  constructor(readonly text: string) {}
}

/** What can stand in HTML: text, which is escaped, HTML, or several of both; nothing for undefined and false. */
export type Content = Html | string | number | false | undefined | readonly Content[];

/**
 * HTML with content put in.
 *
 * @example
 * html`<td>${"<b>"}</td>`.text // "<td>&lt;b&gt;</td>"
 */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Html(parts.reduce((text, part, i) => text + textOf(contents[i - 1]) + part));
}

/** HTML that somebody else has written: a picture of downhill/plot, a style sheet. */
export function raw(text: string): Html {
  return new Html(text);
}

function textOf(content: Content): string {
  if (content instanceof Html) return content.text;
  if (content === undefined || content === false) return "";
  return typeof content === "object" ? content.map(textOf).join("") : escaped(String(content));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** What HTML and UTF-8 have no place for: control characters but tab and line end, halves of pairs, the last two of each plane. */
const UNFIT = /[\0-\x08\v\f\r\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]|\p{Cs}/gu;

/** Text for elements and quoted attributes. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]).replace(UNFIT, "\ufffd");
}
