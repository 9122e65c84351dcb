import { coreModule } from "../wasm/predict-module.js";
import type { Label } from "../data/labels.js";
import type { Predictive } from "./predict.js";
import type { Saved } from "./saved.js";
import type { InputStage } from "./input-stage.js";
import { inputStageOf, type Stages } from "./stages.js";
import { type NetworkSpec, outputsOf } from "./model-spec.js";
import { type ForwardCore, instantiate } from "../wasm/core.js";
import { ForwardEngine } from "../wasm/forward-engine.js";
import type { CoreMemory } from "../wasm/memory.js";
import { release, type Resident, type Seat, touch } from "../wasm/residency.js";

/** The part of the core that predicts, upon a memory. */
function predictingCore(memory: CoreMemory): ForwardCore {
  return instantiate(coreModule(), memory);
}

/**
 * What a Predictor is made of: a saved network whose parameters never change, and the instance of the core it is in at the
 * moment, if any. The Learner's counterpart without training.
 */
export class Loaded implements Predictive, Resident {
  readonly title = "Predictor";
  readonly spec: NetworkSpec;
  readonly outputs: number;
  readonly classes: readonly Label[] | undefined;
  readonly stages: Partial<Stages>;
  seat: Seat | undefined;
  readonly #parameters: Float32Array;
  #engine: ForwardEngine | undefined;

  constructor(spec: NetworkSpec, parameters: Float32Array, saved: Saved) {
    this.spec = spec;
    this.outputs = outputsOf(spec);
    this.classes = saved.classes ?? spec.classes;
    this.#parameters = parameters;
    this.stages = saved.stages;
  }

  get inputStage(): InputStage {
    return inputStageOf(this);
  }

  engine(): ForwardEngine {
    const engine = (this.#engine ??= this.#move());
    touch(this);
    return engine;
  }

  checkOut(): void {
    this.#engine = undefined;
    release(this);
  }

  #move(): ForwardEngine {
    const engine = new ForwardEngine(predictingCore, this.spec);
    engine.writeParameters(this.#parameters);
    return engine;
  }
}
