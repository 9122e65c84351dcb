interface NumberFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChoose: (value: number) => unknown;
}

/** A whole number. What cannot be is said by the browser, in its language, and changes nothing. */
export function NumberField({ label, hint, value, min, max, onChoose }: NumberFieldProps) {
  return (
    <label>
      {label}
      <input
        type="number"
        inputMode="numeric"
        title={hint}
        {...{ value, min, max, step: 1, required: true }}
        onChange={({ currentTarget: field }) => field.reportValidity() && onChoose(field.valueAsNumber)}
      />
    </label>
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
        {label} <output class="numbers">{text}</output>
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
