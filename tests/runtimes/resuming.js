/** A fit that Node broke off goes on here, to the bits of one that nothing broke off. */
import { Model } from "downhill";
import { CHECKPOINT } from "./checkpoint.js";
import { hashOf } from "./hash.js";

const BROKEN_OFF_AFTER = 3;

/**
 * @param network what it is made of, its data and options of its fit
 * @returns the hash of the model that goes on from Node's checkpoint, and a checkpoint of this runtime as text
 */
export async function resumedHash({ options, data, fit }) {
  const whole = new Model({ inputs: data, seed: 7, ...options });
  let checkpoint;
  await whole.fit(data, {
    ...fit,
    onEpoch({ epoch }) {
      if (epoch === BROKEN_OFF_AFTER) checkpoint = whole.checkpoint();
    },
  });
  const { model, history } = Model.resume(
    Uint8Array.from(atob(CHECKPOINT), (byte) => byte.charCodeAt(0)),
    data,
  );
  const { epochs } = await history;
  if (epochs.length !== fit.epochs) throw new Error(`a checkpoint of Node's: ${epochs.length} epochs`);
  const [here, there] = [whole, model].map((one) => hashOf([one.save({ optimizer: true })]));
  if (here !== there)
    throw new Error(`a checkpoint of Node's goes on to ${there}, an unbroken fit to ${here}`);
  return { hash: there, checkpoint: btoa(String.fromCharCode(...checkpoint)) };
}
