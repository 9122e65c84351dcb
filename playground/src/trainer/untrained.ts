import { Model, sgd } from "downhill";
import type { Rows } from "./data/rows.js";

/** So small that no parameter moves; they are put back all the same. */
const STANDSTILL = 1e-12;

/**
 * The model before its first epoch, as one that can be asked: the scale of its rows, which is otherwise known from the first training on, is
 * found by an epoch of a copy that does not move. The model itself is left as it is, so that its training has the same bits.
 */
export function untrainedTwin(model: Model, { train }: Rows): Model {
  const twin = new Model({ ...model.spec, optimizer: sgd({ learningRate: STANDSTILL }) });
  twin.fitSync(train, { epochs: 1, batchSize: "all" });
  twin.parameters = model.parameters;
  return twin;
}
