import { useRef } from "preact/hooks";
import { change } from "../actions.js";
import { formatNumber } from "../i18n/format.js";
import { t } from "../i18n/texts.js";
import { MOST } from "../setup/check.js";
import { outputsOf, widthsOf, withLayer } from "../setup/layers.js";
import { about, frame, setup } from "../state.js";
import { LayerFields } from "./LayerFields.js";
import { NetworkDiagram } from "./NetworkDiagram.js";
import "./NetworkPanel.css";

/** The net, built by clicking. Each change begins anew. */
export function NetworkPanel() {
  const texts = t().network;
  const { layers } = setup.value;
  return (
    <section class="panel network-panel" aria-labelledby="network">
      <h2 id="network">{texts.heading}</h2>
      <Diagram />
      {layers.length === 0 && <p>{texts.linear}</p>}
      <ol class="layers">
        {layers.map((layer, index) => (
          <LayerFields layer={layer} index={index} />
        ))}
      </ol>
      <AddLayer />
      <Explanations />
    </section>
  );
}

/** While the trainer builds, the last sizes are shown: nothing jumps. */
function Diagram() {
  const texts = t().network;
  const { layers } = setup.value;
  const last = useRef({ inputs: 2, outputs: 1, parameters: 0 });
  if (about.value) {
    const { inputs, classes, parameters } = about.value;
    last.current = { inputs, outputs: outputsOf(classes), parameters };
  }
  const { inputs, outputs, parameters } = last.current;
  return (
    <>
      <NetworkDiagram
        widths={widthsOf(inputs, layers, outputs)}
        layers={layers}
        parameters={frame.value?.parameters}
      />
      <p class="parameter-count numbers">
        {texts.parameters}: <strong>{formatNumber(parameters)}</strong>
      </p>
      <p class="quiet small">{texts.lines}</p>
    </>
  );
}

function AddLayer() {
  const texts = t().network;
  const { layers } = setup.value;
  const isFull = layers.length >= MOST.layers;
  return (
    <div class="row">
      <button
        disabled={isFull}
        aria-describedby={isFull ? "most-layers" : undefined}
        onClick={() => change({ layers: withLayer(layers) })}
      >
        <span aria-hidden="true">+ </span>
        {texts.add}
      </button>
      {isFull && (
        <span class="quiet small" id="most-layers">
          {texts.most(MOST.layers)}
        </span>
      )}
    </div>
  );
}

function Explanations() {
  const texts = t().network;
  return (
    <div>
      <details>
        <summary>{texts.start}</summary>
        <p class="quiet">{texts.startText(formatNumber(setup.value.seed, { useGrouping: false }))}</p>
      </details>
      <details>
        <summary>{texts.about}</summary>
        {[texts.aboutUnits, texts.aboutActivation, texts.aboutDropout].map((text) => (
          <p class="quiet">{text}</p>
        ))}
      </details>
    </div>
  );
}
