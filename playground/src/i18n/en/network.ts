export const network = {
  heading: "Network",
  layer: (n: number) => `Hidden layer ${n}`,
  units: "Units",
  fewer: (n: number) => `Fewer units in hidden layer ${n}`,
  more: (n: number) => `More units in hidden layer ${n}`,
  activation: "Activation",
  dropout: "Dropout",
  none: "none",
  add: "Add a layer",
  remove: "Remove",
  removeLayer: (n: number) => `Remove hidden layer ${n}`,
  most: (n: number) => `${n} hidden layers are the most there can be.`,
  linear:
    "No hidden layer: a linear model. Each output is a weighted sum of the inputs plus a bias, so it can only draw straight lines.",
  parameters: "Parameters",
  start: "They start as random numbers",
  startText: (seed: string) =>
    `Weights and biases of a layer are drawn evenly from −1/√n to 1/√n, where n is how many inputs the layer has (PyTorch's choice), with seed ${seed}. The same seed draws the same numbers.`,
  about: "What do these mean?",
  aboutUnits: "A unit adds up its inputs, each times a weight of its own, and a bias.",
  aboutActivation:
    "The activation bends that sum. Without a bend, layers upon layers are still one straight line.",
  aboutDropout:
    "Dropout leaves out a share of a layer's outputs at random at each step of training, so that no unit relies on a single other one: less overfitting.",
  lines: "Lines are weights: blue above zero, orange below, the stronger the larger.",
  inputs: "inputs",
  output: "output",
  outputs: "outputs",
  picture: (inputs: string, layers: string, outputs: string) =>
    `The network: ${inputs} inputs, ${layers}${outputs} outputs.`,
  pictureLayer: (units: string, activation: string) => `a layer of ${units} units with ${activation}, `,
  activations: {
    relu: "ReLU",
    tanh: "tanh",
    sigmoid: "sigmoid",
    linear: "linear",
    leakyRelu: "leaky ReLU",
    elu: "ELU",
    silu: "SiLU",
    softplus: "softplus",
    hardSigmoid: "hard sigmoid",
  },
};
