export const units = {
  title: "Sigmoids and ReLUs",
  text: [
    "Networks use softer or simpler ramps. The sigmoid is the hard sigmoid with round corners. ReLU, max(0, z), is half of one: a ramp that never ends, so two ReLUs make one hard sigmoid. Each is called a unit, or a neuron.",
    "How many does the curve of the year take? Each size is trained from eight random starts, as a few units easily end in a local minimum, and the best counts. Off by at most 145 births shall be close enough.",
    "Afterwards look at each network: the constant and the shares of its units add up to its curve.",
  ],
  run: "Train all sizes",
  kind: "Units",
  sigmoid: "sigmoid",
  relu: "ReLU",
  count: "How many",
  errorNow: "Off by",
  errors: "error by number of units",
  x: "week of the year",
  y: "births on a working day",
  unitsX: "units",
  errorY: "off by, births",
  fit: "the network",
  shares: "shares of the units, around their means",
  enough: "close enough",
  picture: (kind: string, count: number, error: string) =>
    `Births by week of the year, the curve of a network of ${count} ${kind} units, which is off by ${error} births, and the share of each unit.`,
  errorPicture: "The error over the number of units, for sigmoid and ReLU.",
  done: ({
    sigmoid,
    sigmoidError,
    relu,
    reluError,
  }: Record<"sigmoid" | "sigmoidError" | "relu" | "reluError", string>) =>
    `${sigmoid} sigmoids come within 145 births of the curve (off by ${sigmoidError}); ReLUs need ${relu} (off by ${reluError}).`,
  none: "Some of the sizes did not come within 145 births of the curve.",
};
