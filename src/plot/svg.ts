import type { PlotElement } from "./observable-plot.js";

/** A node as every document has it. */
interface Node {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly localName?: string;
  readonly nodeValue: string | null;
  readonly attributes?: Iterable<{ readonly name: string; readonly value: string }>;
  readonly childNodes: Iterable<Node>;
}

const ELEMENT = 1;
const TEXT = 3;

/** Attributes of lengths and places, whose numbers are rounded. */
const GEOMETRY = new Set(
  "cx cy d dx dy height points r rx ry transform width x x1 x2 y y1 y2 fill-opacity stroke-opacity".split(
    " ",
  ),
);

/**
 * What Plot drew, as SVG text: the same whichever document it was drawn in. Its style sheet is left out, and so are the labels of inner
 * groups, which a picture must not have. Attributes are in the order of their names, lengths rounded to a hundredth of a pixel.
 */
export function drawn(element: PlotElement): string {
  const root = element as Node;
  const attributes = [...(root.attributes ?? [])].filter(({ name }) => /^(fill|font|text)/.test(name));
  const marks = Array.from(root.childNodes, (mark) => written(mark, settled));
  return `<g${attributesOf(attributes)}>${marks.join("")}</g>`;
}

/**
 * A mark's shift without the half pixel that Plot 0.6 adds where a page's screen has one pixel for each of CSS, or where a global `it` makes
 * it take the program for a test: a picture is to be the same everywhere. Our own shifts are whole pixels.
 */
function settled(transform: string): string {
  return transform.replace(/-?\d+\.5(?=[,)])/g, (shift) => String(Number(shift) - 0.5));
}

function childrenOf(node: Node): string {
  return Array.from(node.childNodes, (child) => written(child)).join("");
}

/** @param moved what becomes of the element's own transform */
function written(node: Node, moved = (transform: string): string => transform): string {
  if (node.nodeType === TEXT) return escaped(node.nodeValue ?? "");
  const name = node.localName ?? node.nodeName;
  if (node.nodeType !== ELEMENT || name === "style") return "";
  const inside = childrenOf(node);
  if (name === "g" && inside === "") return "";
  const kept = [...(node.attributes ?? [])].filter((attribute) => !/^(aria-|class$)/.test(attribute.name));
  const attributes = kept
    .map(({ name, value }) => ({ name, value: name === "transform" ? moved(value) : value }))
    .filter(({ name, value }) => name !== "transform" || value !== "translate(0,0)");
  return `<${name}${attributesOf(attributes)}${inside === "" ? "/>" : `>${inside}</${name}>`}`;
}

function attributesOf(attributes: readonly { readonly name: string; readonly value: string }[]): string {
  return [...attributes]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, value }) => ` ${name}="${escaped(GEOMETRY.has(name) ? rounded(value) : value)}"`)
    .join("");
}

/** Every number of a text to two decimals. */
function rounded(text: string): string {
  return text.replace(/-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/g, (number) => String(round(Number(number))));
}

/** A length to a hundredth; never "-0". */
export function round(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}

/** Text for XML 1.0: its own signs written out, and what it must not hold (control characters, half a character) as U+FFFD. */
export function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}

/** A text element. @param attributes numbers are rounded; a colour is what `paint` gives */
export function textAt(
  x: number,
  y: number,
  text: string,
  attributes: Readonly<Record<string, string | number>> = {},
): string {
  const more = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
  return `<text x="${round(x)}" y="${round(y)}"${more.join("")}>${escaped(text)}</text>`;
}
