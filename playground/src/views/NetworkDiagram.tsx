import { t } from "../i18n/texts.js";
import { formatNumber } from "../i18n/format.js";
import type { HiddenLayer } from "../setup/setup.js";
import { parametersOf } from "../setup/layers.js";
import { edgesOf, type Edges, nodesOf, type Node } from "./diagram.js";
import "./NetworkDiagram.css";

const [WIDTH, HEIGHT] = [320, 190];
const MARGIN = { side: 26, top: 22, bottom: 24 };

interface Props {
  readonly widths: readonly number[];
  readonly layers: readonly HiddenLayer[];
  /** Of the model; undefined while it is built. */
  readonly parameters?: Float32Array;
}

/** The network from inputs to outputs. Of many units some are drawn, with three dots and their count. */
export function NetworkDiagram({ widths, layers, parameters }: Props) {
  const columns = widths.map((units, c) => place(nodesOf(units), c, widths.length));
  const weights = parameters?.length === parametersOf(widths) ? parameters : undefined;
  return (
    <svg
      class="network-diagram"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={inWords(widths, layers)}
    >
      {edgesOf(columns, widths, weights).map((edges) => (
        <EdgeGroup {...edges} />
      ))}
      {columns.map((nodes, c) => (
        <Column nodes={nodes} units={widths[c]} />
      ))}
      <Ends outputs={widths[widths.length - 1]} />
    </svg>
  );
}

function EdgeGroup({ sign, strength, path }: Edges) {
  return (
    <path d={path} class={`edge ${sign}`} stroke-opacity={strength} stroke-width={0.5 + 1.5 * strength} />
  );
}

function Column({ nodes, units }: { nodes: readonly Placed[]; units: number }) {
  const gap = nodes.find(({ unit }) => unit === undefined);
  return (
    <g>
      {nodes.map(({ x, y, unit }) => unit !== undefined && <circle cx={x} cy={y} r={5.5} />)}
      {gap && [-5, 0, 5].map((dy) => <circle class="dot" cx={gap.x} cy={gap.y + dy} r={1.3} />)}
      <text x={nodes[0].x} y={HEIGHT - 6}>
        {formatNumber(units)}
      </text>
    </g>
  );
}

function Ends({ outputs }: { outputs: number }) {
  const { inputs, output, outputs: several } = t().network;
  return (
    <>
      <text x={4} y={12} class="start">
        {inputs}
      </text>
      <text x={WIDTH - 4} y={12} class="end">
        {outputs > 1 ? several : output}
      </text>
    </>
  );
}

interface Placed extends Node {
  readonly x: number;
  readonly y: number;
}

function place(nodes: readonly Node[], column: number, columns: number): Placed[] {
  const x = MARGIN.side + ((WIDTH - 2 * MARGIN.side) * column) / (columns - 1);
  const room = HEIGHT - MARGIN.top - MARGIN.bottom;
  return nodes.map((node, i) => ({ ...node, x, y: MARGIN.top + (room * (i + 0.5)) / nodes.length }));
}

function inWords(widths: readonly number[], layers: readonly HiddenLayer[]): string {
  const { picture, pictureLayer, activations, inputCount, outputCount } = t().network;
  const hidden = layers.map(({ units, activation }) =>
    pictureLayer(formatNumber(units), activations[activation]),
  );
  const [inputs, outputs] = [widths[0], widths[widths.length - 1]].map((count) => formatNumber(count));
  return picture(inputCount(inputs), hidden.join(""), outputCount(outputs));
}
