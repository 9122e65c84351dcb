import { useEffect } from "preact/hooks";
import { t } from "../i18n/texts.js";
import { keepShown } from "../shown.js";
import { picture as state } from "../state.js";
import type { UnitsPicture as Picture } from "../trainer/messages.js";
import "./drawing/Picture.css";
import { Layers } from "./units/Layers.js";
import { Shares } from "./units/Shares.js";
import "./units/Units.css";
import { Weights } from "./units/Weights.js";

/** What each hidden unit makes of the inputs. */
export function UnitsPicture() {
  useEffect(() => keepShown("units"), []);
  const picture = state.units.value;
  const texts = t().results.units;
  if (!picture) return <p class="note waiting">{texts.waiting}</p>;
  if (picture.layers.length === 0) return <p class="note">{texts.none}</p>;
  return (
    <div class="units">
      <Drawn picture={picture} />
    </div>
  );
}

function Drawn({ picture }: { picture: Picture }) {
  if (picture.shape === "weights") return <Weights picture={picture} />;
  return (
    <>
      <Layers picture={picture} />
      {picture.shares && <Shares picture={picture} />}
    </>
  );
}
