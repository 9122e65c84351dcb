import { useEffect } from "preact/hooks";
import { t } from "../i18n/texts.js";
import { describeOutput } from "../results/describe.js";
import { keepShown } from "../shown.js";
import { about, picture as state } from "../state.js";
import type { About, OutputPicture as Picture } from "../trainer/messages.js";
import "./drawing/Picture.css";
import { Curve } from "./output/Curve.js";
import { Plane } from "./output/Plane.js";
import { Series } from "./output/Series.js";
import { Table } from "./output/Table.js";

/** What the network says, beside what is so. */
export function OutputPicture() {
  useEffect(() => keepShown("output"), []);
  const picture = state.output.value;
  // A series needs the whole breadth.
  const isWide = about.value?.shape === "series";
  return (
    <figure class={isWide ? "picture output wide" : "picture output"}>
      <figcaption>
        <h3>{t().results.output.heading}</h3>
      </figcaption>
      {picture && about.value?.shape === picture.shape ? (
        <Shape picture={picture} about={about.value} />
      ) : (
        <div class="frame" aria-busy="true" />
      )}
    </figure>
  );
}

function Shape({ picture, about }: { picture: Picture; about: About }) {
  const label = describeOutput(picture, about);
  switch (picture.shape) {
    case "curve":
      return <Curve picture={picture} about={about} label={label} />;
    case "plane":
      return <Plane picture={picture} about={about} label={label} />;
    case "series":
      return <Series picture={picture} about={about} label={label} />;
    case "table":
      return <Table picture={picture} about={about} label={label} />;
  }
}
