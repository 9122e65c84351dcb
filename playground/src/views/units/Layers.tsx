import { useLayoutEffect, useRef } from "preact/hooks";
import { whole } from "../../i18n/numbers.js";
import { t } from "../../i18n/texts.js";
import type { UnitsPicture } from "../../trainer/messages.js";
import { extent } from "../../results/describe.js";
import { diverging } from "../drawing/colour-scale.js";
import { paintCells } from "../drawing/heat.js";
import { Ramp } from "../drawing/Legend.js";
import { palette } from "../drawing/palette.js";
import { stroke } from "../drawing/plot.js";

/** Every hidden layer as a row of small pictures, one for each unit. */
export function Layers({ picture }: { picture: UnitsPicture }) {
  const texts = t().results.units;
  const { layers, units } = picture;
  return (
    <>
      {layers.map((values, l) => (
        <Layer key={l} picture={picture} values={values} number={l + 1} count={units[l]} />
      ))}
      {layers.length < units.length && <p class="note">{texts.layersCut(whole(layers.length))}</p>}
      {picture.shape === "plane" && (
        <p class="legend">
          <Ramp scale={diverging(palette.value, -1, 1)} from={texts.below} to={texts.above} />
        </p>
      )}
      <p class="note">{picture.shape === "plane" ? texts.perLayer : texts.perLayerCurves}</p>
    </>
  );
}

function Layer({
  picture,
  values,
  number,
  count,
}: {
  picture: UnitsPicture;
  values: readonly Float32Array[];
  number: number;
  count: number;
}) {
  const texts = t().results.units;
  const name = count === 1 ? texts.oneUnit(whole(number)) : texts.layer(whole(number), whole(count));
  const flat = values.filter(isFlat).length;
  const label = texts.saidLayer(name, flat === 0 ? texts.noneFlat : texts.flat(whole(flat)));
  return (
    <div>
      <h4>
        {name} {values.length < count && <span class="quiet">{texts.first(whole(values.length))}</span>}
      </h4>
      <Tiles
        draw={picture.shape === "plane" ? maps(picture, values) : curves(picture, values)}
        count={values.length}
        label={label}
      />
    </div>
  );
}

/** Says the same everywhere, but for what cannot be seen. */
function isFlat(values: Float32Array): boolean {
  const [least, most] = extent(values);
  return most - least < 1e-6;
}

/** The greatest value of a layer, whatever its sign: what is beyond no other has the full colour. */
function greatest(values: readonly Float32Array[]): number {
  return Math.max(1e-9, ...values.map((unit) => Math.max(...extent(unit).map(Math.abs))));
}

/** Draws one unit, on a canvas of its own. */
type DrawUnit = (context: CanvasRenderingContext2D, u: number) => void;

/** A canvas for each unit; the page's layout puts them side by side. */
function Tiles({ draw, count, label }: { draw: DrawUnit; count: number; label: string }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const request = requestAnimationFrame(() => {
      const tiles = (box.current as HTMLElement).children as HTMLCollectionOf<HTMLCanvasElement>;
      for (let u = 0; u < count; u++) draw(tiles[u].getContext("2d") as CanvasRenderingContext2D, u);
    });
    return () => cancelAnimationFrame(request);
  });
  return (
    <div ref={box} class="tiles" role="img" aria-label={label}>
      {Array.from({ length: count }, (_, u) => (
        <canvas key={u} />
      ))}
    </div>
  );
}

/** Over a plane: a pixel a cell, which the page stretches smoothly. */
function maps({ side }: UnitsPicture, values: readonly Float32Array[]): DrawUnit {
  const most = greatest(values);
  const scale = diverging(palette.value, -most, most);
  return (context, u) => paintCells(context, side, side, (k) => scale.at(values[u][k]));
}

/** The side of a tile in CSS pixels, as .tiles has it. */
const TILE = 56;

function curves({ side }: UnitsPicture, values: readonly Float32Array[]): DrawUnit {
  const { line, accent } = palette.value;
  const most = 1.1 * greatest(values);
  return (context, u) => {
    const { canvas } = context;
    canvas.width = canvas.height = Math.round(TILE * devicePixelRatio);
    context.scale(devicePixelRatio, devicePixelRatio);
    context.strokeStyle = line;
    stroke(context, [0, TILE / 2], [TILE, TILE / 2]);
    context.strokeStyle = accent;
    context.lineWidth = 1.75;
    const along = (value: number): number => (TILE / 2) * (1 - value / most);
    stroke(context, ...Array.from(values[u], (value, i) => [(i / (side - 1)) * TILE, along(value)] as const));
  };
}
