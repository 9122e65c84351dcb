import { change } from "../actions.js";
import { formatNumber } from "../i18n/format.js";
import { t } from "../i18n/texts.js";
import { MOST } from "../setup/check.js";
import { withChoices, withoutLayer } from "../setup/layers.js";
import { ACTIVATIONS, type HiddenLayer } from "../setup/setup.js";
import { setup } from "../state.js";
import { NumberInput } from "./NumberInput.js";
import { withValue } from "./Field.js";

const DROPOUTS = [0, 0.1, 0.2, 0.3, 0.5];

interface Props {
  readonly layer: HiddenLayer;
  readonly index: number;
}

/** What can be chosen for one hidden layer. */
export function LayerFields({ layer, index }: Props) {
  const texts = t().network;
  const set = (choices: Partial<HiddenLayer>): void =>
    change({ layers: withChoices(setup.value.layers, index, choices) });
  return (
    <li>
      <fieldset class="layer">
        <legend>{texts.layer(index + 1)}</legend>
        <button
          class="remove"
          aria-label={texts.removeLayer(index + 1)}
          onClick={() => change({ layers: withoutLayer(setup.value.layers, index) })}
        >
          {texts.remove}
        </button>
        <Units layer={layer} index={index} set={set} />
        <label>
          {texts.activation}
          <select
            value={layer.activation}
            onChange={({ currentTarget }) =>
              set({ activation: currentTarget.value as HiddenLayer["activation"] })
            }
          >
            {ACTIVATIONS.map((name) => (
              <option value={name}>{texts.activations[name]}</option>
            ))}
          </select>
        </label>
        <label>
          {texts.dropout}
          <select
            value={layer.dropout}
            onChange={({ currentTarget }) => set({ dropout: Number(currentTarget.value) })}
          >
            {withValue(DROPOUTS, layer.dropout).map((rate) => (
              <option value={rate}>
                {rate === 0 ? texts.none : formatNumber(rate, { style: "percent" })}
              </option>
            ))}
          </select>
        </label>
      </fieldset>
    </li>
  );
}

function Units({ layer: { units }, index, set }: Props & { set: (choices: Partial<HiddenLayer>) => void }) {
  const texts = t().network;
  const id = `units-${index}`;
  return (
    <div class="unit-count">
      <label for={id}>{texts.units}</label>
      <div class="stepper">
        <button
          aria-label={texts.fewer(index + 1)}
          disabled={units <= 1}
          onClick={() => set({ units: units - 1 })}
        >
          −
        </button>
        <NumberInput
          id={id}
          value={units}
          min={1}
          max={MOST.units}
          onValue={(value) => set({ units: value })}
        />
        <button
          aria-label={texts.more(index + 1)}
          disabled={units >= MOST.units}
          onClick={() => set({ units: units + 1 })}
        >
          +
        </button>
      </div>
    </div>
  );
}
