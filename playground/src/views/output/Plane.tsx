import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { t } from "../../i18n/texts.js";
import { extent } from "../../results/describe.js";
import type { About, PlanePicture, Points } from "../../trainer/messages.js";
import { Canvas, type Draw } from "../drawing/Canvas.js";
import { type ColourScale, diverging, scaleFor } from "../drawing/colour-scale.js";
import { paintCells } from "../drawing/heat.js";
import { ClassKeys, Ramp, SeenKeys } from "../drawing/Legend.js";
import { colourOfClass, drawMarker } from "../drawing/markers.js";
import { mix, type Palette, palette, type Rgb, rgbOf } from "../drawing/palette.js";
import { type AxisSpec, drawAxes, placeOf } from "../drawing/plot.js";

/** Two inputs: the network's answer as colours of the plane, the rows as points on it. */
export function Plane({ picture, about, label }: { picture: PlanePicture; about: About; label: string }) {
  const texts = t().results.output;
  const { classes, target } = about;
  // The rows stay the same through a training: their points are drawn once.
  const points = useMemo(() => picture.points, [about]);
  const colours = palette.value;
  const scale = useMemo(() => scaleOfPlane(colours, points), [colours, points]);
  const draw = useMemo(() => pointsOver(picture, points, about, scale), [points, about, scale]);
  return (
    <>
      <div class="frame">
        <Answer picture={picture} scale={scale} />
        <Canvas draw={draw} label={label} />
      </div>
      <p class="legend">
        {classes ? <ClassKeys classes={classes} /> : <Ramp scale={scale} name={target} />}
        <SeenKeys hasUnseen={points.firstUnseen < points.xs.length} />
        {classes?.length === 2 && <Ramp scale={scale} name={texts.probability(classes[1])} from="0" to="1" />}
      </p>
    </>
  );
}

function scaleOfPlane(colours: Palette, { targets }: Points): ColourScale {
  return targets ? scaleFor(colours, ...extent(targets)) : diverging(colours, 0, 1);
}

/** A pixel a cell, which the page stretches smoothly. */
function Answer({ picture, scale }: { picture: PlanePicture; scale: ColourScale }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = palette.value;
  useLayoutEffect(() => {
    const request = requestAnimationFrame(() => {
      const context = canvas.current?.getContext("2d");
      if (context) paintCells(context, picture.side, picture.side, colouring(picture, scale, colours));
    });
    return () => cancelAnimationFrame(request);
  }, [picture, scale]);
  return <canvas ref={canvas} class="heat" aria-hidden="true" />;
}

/** Of several classes the surer, the stronger: where none is likely, the ground shows. */
function colouring(
  { values, certainty }: PlanePicture,
  scale: ColourScale,
  colours: Palette,
): (k: number) => Rgb {
  if (!certainty) return (k) => scale.at(values[k]);
  const ground = rgbOf(colours.surface);
  const full = colours.classes.map(rgbOf);
  return (k) => mix(ground, full[values[k] % full.length], 0.75 * certainty[k]);
}

function pointsOver(picture: PlanePicture, points: Points, { columns }: About, scale: ColourScale): Draw {
  const { bounds } = picture;
  const x: AxisSpec = { from: bounds.x[0], to: bounds.x[1], name: columns[0] };
  const y: AxisSpec = { from: bounds.y[0], to: bounds.y[1], name: columns[1] };
  const r = points.xs.length > 600 ? 2.5 : 3.5;
  return (context, size, palette) => {
    const place = placeOf(size, x, y);
    drawAxes(context, palette, place, x, y);
    for (let i = 0; i < points.xs.length; i++) {
      const label = points.classes?.[i] ?? 0;
      const colour = points.targets
        ? `rgb(${scale.at(points.targets[i]).join(" ")})`
        : colourOfClass(palette, label);
      const [px, py] = [place.x(points.xs[i]), place.y(points.ys[i])];
      if (points.targets) drawNumber(context, palette, px, py, r, colour, i >= points.firstUnseen);
      else
        drawMarker(context, palette, { label, x: px, y: py, r, colour, isUnseen: i >= points.firstUnseen });
    }
  };
}

/** A row whose target is a number has its colour, and a rim against the ground; of one that is not trained on, the colour is a dot in a ring. */
function drawNumber(
  context: CanvasRenderingContext2D,
  palette: Palette,
  x: number,
  y: number,
  r: number,
  colour: string,
  isUnseen: boolean,
): void {
  context.beginPath();
  context.arc(x, y, r, 0, 2 * Math.PI);
  context.fillStyle = isUnseen ? palette.surface : colour;
  context.fill();
  context.strokeStyle = palette.text;
  context.lineWidth = isUnseen ? 1.5 : 1;
  context.stroke();
  if (!isUnseen) return;
  context.beginPath();
  context.arc(x, y, 0.5 * r, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
}
