import { parseHTML } from "linkedom";

/** An element of a picture, as far as the tests look at it. */
export interface Shape {
  readonly name: string;
  readonly text: string;
  readonly children: Shape[];
  get(attribute: string): string;
  /** A number, with `translate` of the element itself added to x and cx, y and cy. */
  number(attribute: string): number;
}

interface DomNode {
  readonly localName: string;
  readonly textContent: string;
  readonly children: Iterable<DomNode>;
  getAttribute(name: string): string | null;
}

/** All elements of a picture, in its order. */
export function shapesOf(svg: string): Shape[] {
  const { document } = parseHTML(`<!doctype html><html><body>${svg}</body></html>`) as unknown as {
    document: { querySelector(selector: string): DomNode };
  };
  return flat(shapeOf(document.querySelector("svg")));
}

function shapeOf(node: DomNode): Shape {
  const get = (attribute: string): string => node.getAttribute(attribute) ?? "";
  return {
    name: node.localName,
    text: node.textContent,
    children: Array.from(node.children, shapeOf),
    get,
    number: (attribute) => Number(get(attribute)),
  };
}

function flat(shape: Shape): Shape[] {
  return [shape, ...shape.children.flatMap(flat)];
}

/** Where an element stands: what it is moved by. */
export function placeOf(shape: Shape): [x: number, y: number] {
  const [, x = "0", y = "0"] = /translate\(([-\d.]+)(?:,([-\d.]+))?\)/.exec(shape.get("transform")) ?? [];
  return [Number(x), Number(y)];
}

/** The straight line through what the first and the last tick of an axis say: from a value to a place. Numbers are as `axis.ts` writes them. */
export function scaleOf(
  svg: string,
  axis: "x" | "y",
  transform: (value: number) => number = Number,
): (value: number) => number {
  // Tick labels are moved to their ticks; those of y stand to the left of them, those of x below.
  const labels = shapesOf(svg).filter(
    (shape) =>
      shape.name === "text" &&
      shape.get("transform") !== "" &&
      shape.get("y") === (axis === "y" ? "0.32em" : "0.71em"),
  );
  const ticks = labels
    .map((label) => ({
      value: Number(label.text.replace("−", "-").replace(/,/g, "")),
      place: placeOf(label)[axis === "x" ? 0 : 1],
    }))
    .filter(({ value }) => Number.isFinite(value));
  const [first, last] = [ticks[0], ticks[ticks.length - 1]];
  const [from, to] = [transform(first.value), transform(last.value)];
  return (value) => first.place + ((transform(value) - from) / (to - from)) * (last.place - first.place);
}
