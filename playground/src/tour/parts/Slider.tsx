interface Props {
  readonly label: string;
  readonly value: number;
  readonly range: readonly [from: number, to: number];
  readonly step: number;
  /** The value as it is read. */
  readonly shown: string;
  readonly onInput: (value: number) => void;
  readonly isDisabled?: boolean;
}

export function Slider({ label, value, range, step, shown, onInput, isDisabled = false }: Props) {
  return (
    <label class="tour-slider">
      <span>
        {label} <b class="numbers">{shown}</b>
      </span>
      <input
        type="range"
        min={range[0]}
        max={range[1]}
        step={step}
        value={value}
        disabled={isDisabled}
        aria-valuetext={shown}
        onInput={({ currentTarget }) => onInput(Number(currentTarget.value))}
      />
    </label>
  );
}
