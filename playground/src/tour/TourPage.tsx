import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../i18n/texts.js";
import { askForBirths } from "./client.js";
import { leaveTour, setStep, STEPS } from "./set-step.js";
import { births, birthsFailure } from "./state.js";
import { STEP_ENTRIES } from "./steps/all.js";
import "./Tour.css";

/** A step: what it is about beside its experiment, and the way to the others. */
export function TourPage({ step }: { step: number }) {
  const { name, Step } = STEP_ENTRIES[step - 1];
  const texts = t().tour;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(askForBirths, []);
  // Before the step is painted: a key pressed as soon as it is seen counts.
  useLayoutEffect(() => arrive(title.current as HTMLElement), [step]);
  useLayoutEffect(() => listenToArrows(step), [step]);
  return (
    <main class="tour" aria-label={texts.heading}>
      <StepList step={step} />
      <div class="tour-body">
        <article class="tour-text">
          <p class="quiet numbers">{texts.stepOf(step, STEPS)}</p>
          <h2 ref={title} tabIndex={-1}>
            {texts[name].title}
          </h2>
          {texts[name].text.map((paragraph, i) => (
            <p key={i}>{paragraph}</p>
          ))}
        </article>
        {births.value ? <Step key={name} births={births.value} /> : <Waiting />}
        <Ways step={step} />
      </div>
    </main>
  );
}

function StepList({ step }: { step: number }) {
  const texts = t().tour;
  return (
    <nav class="tour-steps" aria-label={texts.steps}>
      <p>{texts.heading}</p>
      <ol>
        {STEP_ENTRIES.map(({ name }, i) => (
          <li key={name}>
            <button
              class="numbers"
              title={texts[name].title}
              aria-label={`${texts.stepOf(i + 1, STEPS)}: ${texts[name].title}`}
              aria-current={i + 1 === step ? "step" : undefined}
              onClick={() => setStep(i + 1)}
            >
              {i + 1}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Ways({ step }: { step: number }) {
  const { previous, next, finish } = t().tour;
  const isLast = step === STEPS;
  return (
    <div class="tour-ways">
      <button disabled={step === 1} onClick={() => setStep(step - 1)}>
        ← {previous}
      </button>
      <button class="primary" onClick={() => (isLast ? leaveTour() : setStep(step + 1))}>
        {isLast ? finish : next} →
      </button>
    </div>
  );
}

function Waiting() {
  const { loading, noBirths, again } = t().tour;
  if (birthsFailure.value === undefined) return <p class="panel quiet tour-experiment">{loading}</p>;
  return (
    <div class="panel tour-experiment">
      <p role="alert">
        {noBirths} {birthsFailure.value}
      </p>
      <button onClick={askForBirths}>{again}</button>
    </div>
  );
}

/** Another step begins at its top, for the eye and for a screen reader; the first one that is shown leaves the page as it is. */
function arrive(title: HTMLElement): void {
  if (hasArrived) {
    window.scrollTo({ top: 0 });
    title.focus({ preventScroll: true });
  }
  hasArrived = true;
}
let hasArrived = false;

/** Left and right go back and on, where no slider, handle or choice has the focus. */
function listenToArrows(step: number): () => void {
  const listen = (event: KeyboardEvent): void => {
    const { key, altKey, ctrlKey, metaKey, shiftKey, target } = event;
    if (event.defaultPrevented || altKey || ctrlKey || metaKey || shiftKey) return;
    if ((target as HTMLElement).closest("input, select, textarea, [role=slider]")) return;
    if (key === "ArrowRight" && step < STEPS) setStep(step + 1);
    if (key === "ArrowLeft" && step > 1) setStep(step - 1);
  };
  addEventListener("keydown", listen);
  return () => removeEventListener("keydown", listen);
}
