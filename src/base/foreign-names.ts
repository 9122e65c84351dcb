/**
 * Our names, or sentences that say what to do, and beside each what that is called elsewhere (Keras, PyTorch, scikit-learn): a pattern
 * for a name in lower case without "_", "-" and spaces. The first whose pattern fits counts; a name of ours only where it is allowed.
 */
export const FOREIGN_NAMES: Readonly<Record<string, RegExp>> = {
  // Losses
  binaryCrossEntropy: /bce|binary/,
  crossEntropy: /crossentropy|nll/,
  huber: /huber|smoothl1/,
  mse: /mse|squarederror/,
  mae: /mae|l1|absoluteerror/,
  // Activations
  "Leave it out: crossEntropy applies the softmax.": /softmax/,
  silu: /swish|gelu$/,
  // Initializers
  glorotUniform: /xavier/,
  heNormal: /kaiming|^he/,
  // Options
  initializer: /init/,
  learningRate: /^lr|learningrate/,
  "Use optimizer: adam({ learningRate: 0.01 }).": /^lr|learningrate/,
  epsilon: /^eps/,
  alpha: /rho/,
  weightDecay: /decay/,
  "Use adamw.": /weightdecay/,
  onEpoch: /callback|verbose/,
  "Use data.split({ validation: 0.2, shuffle: 1 }).": /validationsplit/,
  validation: /validation/,
  "fromJSON takes JSON, toJSON gives it.": /^format/,
};
