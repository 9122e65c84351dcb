import { NumberInput } from "../NumberInput.js";

interface NumberFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onValue: (value: number) => void;
}

/** A whole number. */
export function NumberField({ label, ...props }: NumberFieldProps) {
  return (
    <div class="number-field">
      <label for={props.id}>{label}</label>
      <NumberInput {...props} />
    </div>
  );
}

interface SliderProps {
  readonly label: string;
  readonly value: number;
  /** The value as it is shown and said. */
  readonly text: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onChoose: (value: number) => unknown;
}

export function Slider({ label, value, text, min, max, step, onChoose }: SliderProps) {
  return (
    <label class="slider">
      <span>
        {label} <span class="value numbers">{text}</span>
      </span>
      <input
        type="range"
        aria-valuetext={text}
        {...{ value, min, max, step }}
        onInput={({ currentTarget }) => onChoose(currentTarget.valueAsNumber)}
      />
    </label>
  );
}

interface ChoicesProps<Value> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly (readonly [value: Value, text: string])[];
  readonly onChoose: (value: Value) => unknown;
}

/** A few choices beside each other. */
export function Choices<Value extends string | number>({
  label,
  value,
  choices,
  onChoose,
}: ChoicesProps<Value>) {
  return (
    <div role="group" aria-label={label} class="choices">
      <h3 aria-hidden="true">{label}</h3>
      <div class="row">
        {choices.map(([choice, text]) => (
          <button key={choice} aria-pressed={choice === value} onClick={() => onChoose(choice)}>
            {text}
          </button>
        ))}
      </div>
    </div>
  );
}
