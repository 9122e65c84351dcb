/** downhill/worker: the networks trained in a Worker and on here, the same bits as fit. */
import { Model, OptionError } from "downhill";
import { WorkerError, fit } from "downhill/worker";
import { hashOf } from "./hash.js";

/** Why there can be no worker here, if so: a platform without any, or a page whose policy forbids those from text. */
const { navigator, location, EdgeRuntime } = globalThis;
const none = navigator?.userAgent === "Cloudflare-Workers" || EdgeRuntime !== undefined;
const strict = location?.pathname.startsWith("/strict/");

/**
 * @param networks what they are made of, their data and options of their fits
 * @returns the hash of all parameters, after a fit there and as long a one here
 */
export async function workerHash(networks) {
  const trained = [];
  for (const { options, data, fit: fitOptions } of networks) {
    const model = new Model({ inputs: data, seed: 7, ...options });
    const told = [];
    const history = await fitAway(model, data, { ...fitOptions, onEpoch: ({ epoch }) => told.push(epoch) });
    const epochs = history.epochs.map(({ epoch }) => epoch);
    if (epochs.length !== fitOptions.epochs || told.join() !== epochs.join())
      throw new Error(`downhill/worker: told epochs ${told}, its history has ${epochs}`);
    model.fitSync(data, fitOptions);
    trained.push(model.parameters);
  }
  await expectStop(networks[0]);
  return hashOf(trained);
}

/** By fit of downhill/worker; where that is impossible it must say so, and what to do instead must work. */
async function fitAway(model, data, options) {
  if (!none && !strict) return await fit(model, data, options);
  try {
    await fit(model, data, options);
  } catch (error) {
    if (!(error instanceof WorkerError)) throw error;
    const advice = none ? "Use model.fit" : "worker-src blob:";
    if (!error.message.includes(advice)) throw error;
    if (none) return await model.fit(data, options);
    const worker = new URL("/node_modules/downhill/dist/worker-thread.js", location.href);
    return await fit(model, data, { ...options, worker });
  }
  throw new Error("downhill/worker: there is a worker where there can be none");
}

/** A signal ends a fit that would never end; an error of the worker's is one of this side's. */
async function expectStop({ options, data }) {
  if (none || strict) return;
  const model = new Model({ inputs: data, ...options });
  const stopping = new AbortController();
  setTimeout(() => stopping.abort(), 50);
  const { stoppedBy } = await fit(model, data, { epochs: 1e9, signal: stopping.signal });
  if (stoppedBy !== "signal") throw new Error(`downhill/worker: stopped by ${stoppedBy}, not by the signal`);
  try {
    await fit(model, data, { epochs: 1, classWeights: { a: 2 } });
  } catch (error) {
    if (error instanceof OptionError) return;
    throw error;
  }
  throw new Error("downhill/worker: took class weights for a series");
}
