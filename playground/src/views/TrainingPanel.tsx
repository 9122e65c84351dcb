import { change } from "../actions.js";
import { formatNumber } from "../i18n/format.js";
import { t } from "../i18n/texts.js";
import { MOST } from "../setup/check.js";
import { OPTIMIZER_NAMES, OPTIMIZERS_WITH_DECAY, SCHEDULES } from "../setup/setup.js";
import { setup } from "../state.js";
import { describedBy, Field, withValue } from "./Field.js";
import { LearningRate } from "./LearningRate.js";
import { Loss } from "./Loss.js";
import { NumberInput } from "./NumberInput.js";
import { Choice } from "./Choice.js";
import "./TrainingPanel.css";

const BATCHES = [1, 8, 32, 128];
const DECAYS = [0, 0.0001, 0.001, 0.01, 0.1];

/** How it is trained. Each change begins anew. */
export function TrainingPanel() {
  return (
    <section class="panel training-panel" aria-labelledby="training">
      <h2 id="training">{t().training.heading}</h2>
      <div class="training-fields">
        <LearningRate />
        <Loss />
        <Optimizer />
        <Schedule />
        <BatchSize />
        <WeightDecay />
        <Epochs />
        <Patience />
        <Seed />
      </div>
      <p class="quiet small">{t().training.dropoutAt}</p>
    </section>
  );
}

function Optimizer() {
  const texts = t().training;
  return (
    <Choice
      id="optimizer"
      name={texts.optimizer}
      explanation={texts.optimizerText}
      value={setup.value.optimizer}
      options={OPTIMIZER_NAMES.map((name) => [name, texts.optimizers[name]])}
      onValue={(optimizer) => change({ optimizer })}
    />
  );
}

function Schedule() {
  const texts = t().training;
  return (
    <Choice
      id="schedule"
      name={texts.schedule}
      explanation={texts.scheduleText}
      value={setup.value.schedule}
      options={SCHEDULES.map((name) => [name, texts.schedules[name]])}
      onValue={(schedule) => change({ schedule })}
    />
  );
}

function BatchSize() {
  const texts = t().training;
  const { batchSize } = setup.value;
  const sizes = batchSize === "all" ? BATCHES : withValue(BATCHES, batchSize);
  return (
    <Choice
      id="batch-size"
      name={texts.batchSize}
      explanation={texts.batchSizeText}
      value={String(batchSize)}
      options={[...sizes.map((size) => [String(size), formatNumber(size)] as const), ["all", texts.allRows]]}
      onValue={(size) => change({ batchSize: size === "all" ? size : Number(size) })}
    />
  );
}

function WeightDecay() {
  const texts = t().training;
  const { weightDecay, optimizer } = setup.value;
  const digits = { maximumSignificantDigits: 3 };
  return (
    <Choice
      id="weight-decay"
      name={texts.weightDecay}
      explanation={texts.weightDecayText}
      reason={OPTIMIZERS_WITH_DECAY.includes(optimizer) ? undefined : texts.noWeightDecay}
      value={String(weightDecay)}
      options={withValue(DECAYS, weightDecay).map((decay) => [
        String(decay),
        decay === 0 ? texts.none : formatNumber(decay, digits),
      ])}
      onValue={(decay) => change({ weightDecay: Number(decay) })}
    />
  );
}

function Epochs() {
  const texts = t().training;
  return (
    <Field id="epochs" name={texts.epochs} explanation={texts.epochsText}>
      <NumberInput
        id="epochs"
        value={setup.value.epochs}
        min={1}
        max={MOST.epochs}
        describedBy={describedBy("epochs")}
        onValue={(epochs) => change({ epochs })}
      />
    </Field>
  );
}

function Patience() {
  const texts = t().training;
  const { patience, validation } = setup.value;
  const reason = validation > 0 ? undefined : texts.noPatience;
  return (
    <Field id="patience" name={texts.patience} explanation={texts.patienceText} reason={reason}>
      <NumberInput
        id="patience"
        value={patience}
        min={0}
        max={MOST.epochs}
        disabled={reason !== undefined}
        describedBy={describedBy("patience", reason)}
        onValue={(value) => change({ patience: value })}
      />
    </Field>
  );
}

function Seed() {
  const texts = t().training;
  const { seed } = setup.value;
  return (
    <Field id="seed" name={texts.seed} explanation={texts.seedText}>
      <div class="with-button">
        <NumberInput
          id="seed"
          value={seed}
          min={0}
          max={2 ** 31}
          describedBy={describedBy("seed")}
          onValue={(value) => change({ seed: value })}
        />
        {/* Its name begins with what is to be seen, for those who speak to their computer. */}
        <button aria-label={`+1, ${texts.otherSeed}`} onClick={() => change({ seed: (seed + 1) % 2 ** 31 })}>
          +1
        </button>
      </div>
    </Field>
  );
}
