/** Numbers come written in the language already. */
export const results = {
  heading: "What it has found",
  loss: "Loss",
  train: "training",
  validation: "validation",
  test: "test",
  naive: {
    mean: "always the mean",
    lastValue: "the last value again",
    lastWeek: "the same weekday last week",
    majority: "always the most frequent class",
  },
  parts: { train: "training", validation: "validation", test: "test" },
  scores: {
    heading: "How good it is",
    caption: {
      MAE: (target: string) => `Mean absolute error of ${target}; less is better`,
      errors: "Rows put into the wrong class; fewer is better",
    },
    rows: (count: string) => `${count} rows`,
    model: "this network",
    untrained: "this network, untrained",
    later: "when it pauses",
    none: "none",
    guesses: "without a network",
    off: (error: string, part: string, count: string) =>
      `Off by ${error} on average on the ${count} ${part} rows.`,
    wrong: (error: string, part: string, count: string) =>
      `${error} of the ${count} ${part} rows are put into the wrong class.`,
    better: (percent: string, guess: string, error: string) =>
      `That is ${percent} better than the best guess without a network: ${guess} (${error}).`,
    worse: (percent: string, guess: string, error: string) =>
      `That is ${percent} worse than a guess without a network: ${guess} (${error}).`,
    same: (guess: string, error: string) =>
      `That is no better than a guess without a network: ${guess} (${error}).`,
    perfectGuess: (guess: string) => `A guess without a network is never off here: ${guess}.`,
    trainOnly: "These rows it was trained on: how good it is on others, they cannot say.",
    overfitting: (epoch: string, rise: string) =>
      `It overfits: the validation loss was lowest at epoch ${epoch} and has risen by ${rise} since, while the training loss fell.`,
    unsteady: (epoch: string, rise: string) =>
      `The validation loss was lowest at epoch ${epoch} and has risen by ${rise} since, and the training loss with it: a smaller learning rate may help.`,
    weightsOf: (epoch: string) => `The network has the weights of its best epoch, ${epoch}.`,
  },
  curves: {
    heading: (loss: string) => `Loss by epoch (${loss})`,
    mse: "mean squared error",
    mae: "mean absolute error",
    huber: "Huber loss",
    crossEntropy: "cross-entropy",
    epoch: "Epoch",
    log: "Logarithmic scale",
    best: "best epoch",
    bestAt: (epoch: string) => `best: epoch ${epoch}`,
    early: (epoch: string) => `early stopping: epoch ${epoch}`,
    naive: (guess: string, part: string, error: string) => `${guess}, ${part} rows: ${error}`,
    thinned: (every: string) => `One epoch in ${every} is drawn.`,
    at: (epoch: string, train: string) => `Epoch ${epoch}: training ${train}`,
    atBoth: (epoch: string, train: string, validation: string) =>
      `Epoch ${epoch}: training ${train}, validation ${validation}`,
    empty: "The curve begins with the first epoch.",
    table: "Some epochs as a table",
    said: (epoch: string, first: string, last: string) =>
      `Over ${epoch} epochs the training loss went from ${first} to ${last}.`,
    saidBest: (loss: string, epoch: string) => `The validation loss was lowest, ${loss}, at epoch ${epoch}.`,
    saidEarly: (epoch: string) => `Early stopping ended training after epoch ${epoch}.`,
  },
  output: {
    heading: "What it says, beside what is so",
    trained: "trained on",
    unseen: "not trained on",
    network: "the network",
    actual: "actual",
    predicted: "predicted",
    classOf: (target: string) => `${target}:`,
    probability: (label: string) => `how likely ${label} is`,
    eachProbability: "how likely each class is",
    row: "row",
    border: "not trained on",
    testBorder: "test rows",
    testLater: "Test rows are predicted when training pauses.",
    drawnOf: (drawn: string, part: string) => `${drawn} ${part} rows are drawn.`,
    perfect: "predicted = actual",
    count: "rows (square-root scale)",
    actualClass: (label: string) => `is ${label}`,
    predictedClass: (label: string) => `said to be ${label}`,
    tooMany: (classes: string) =>
      `${classes} classes are too many for a picture; the table below counts them.`,
    said: {
      curve: (x: string, y: string, places: string) =>
        `The network's ${y} over ${x}, drawn through the rows' points. ${places}`,
      at: (x: string, y: string) => `at ${x}: ${y}`,
      plane: (x: string, y: string, shares: string) =>
        `The network's answer over the plane of ${x} and ${y}: ${shares}.`,
      share: (label: string, percent: string) => `${label} on ${percent} of it`,
      range: (least: string, most: string) => `from ${least} to ${most}`,
      series: (rows: string, error: string) =>
        `${rows} rows in time order, predicted and actual. Where it was not trained on, it is off by ${error} on average.`,
      seriesTrained: (rows: string) =>
        `${rows} rows in time order, predicted and actual; it was trained on all of them.`,
      table: (rows: string, part: string, error: string) =>
        `${rows} ${part} rows, predicted against actual. It is off by ${error} on average.`,
      classes: (rows: string, part: string, counts: string) => `${rows} ${part} rows. ${counts}`,
      right: (label: string, right: string, all: string) =>
        `Of ${all} that are ${label}, ${right} are put there.`,
    },
  },
  units: {
    heading: "What each hidden unit makes of it",
    layer: (number: string, units: string) => `Hidden layer ${number}: ${units} units`,
    oneUnit: (number: string) => `Hidden layer ${number}: 1 unit`,
    first: (drawn: string) => `The first ${drawn} are drawn.`,
    layersCut: (drawn: string) => `The first ${drawn} layers are drawn.`,
    none: "This network has no hidden units.",
    waiting: "The units are drawn with the next image.",
    shares: "What each unit adds to the output",
    sharesSum: (constant: string) =>
      `The shares and a constant, ${constant}, add up to the network's curve, the strong line.`,
    sharesLogit: (constant: string) =>
      `The shares and a constant, ${constant}, add up to the logit, the strong line: above 0 the second class is the likelier one.`,
    logit: "logit",
    below: "below 0",
    above: "above 0",
    perLayerCurves: "All curves of a layer are drawn to the same height.",
    perLayer: "Colours are by layer: the strongest value in it has the full colour.",
    unit: "unit",
    inputs: "inputs",
    weights: (units: string, inputs: string) =>
      `Weights of the first layer: ${units} units, ${inputs} inputs`,
    weightsHint:
      "A row is a unit, a column an input. Inputs are scaled to the same spread first, so their weights compare.",
    saidWeights: (names: string) => `The inputs with the largest weights: ${names}.`,
    saidLayer: (layer: string, dead: string) => `${layer}. ${dead}`,
    flat: (count: string) => `${count} of them say the same everywhere.`,
    noneFlat: "All of them change over the inputs.",
  },
  surface: {
    heading: "The way down the error surface",
    waiting: "The surface is drawn once training has walked three steps.",
    weight: "weight (input scaled)",
    bias: "bias (input scaled)",
    first: (percent: string) => `first direction of the path (${percent} of it)`,
    second: (percent: string) => `second direction (${percent})`,
    start: "start",
    now: "now",
    path: "path",
    lines: "Lines join places of the same loss; the bluer, the lower.",
    plane: (percent: string) =>
      `The plane lies through the place where the network is now, along the path's two main directions: it shows ${percent} of the path.`,
    parameters: "The network has two parameters: they are the axes, and this is all of its error surface.",
    rows: (rows: string) => `The loss is taken over ${rows} training rows, without dropout.`,
    seldom: "While training plays, it is drawn anew now and then: it takes many evaluations.",
    said: (start: string, now: string, least: string) =>
      `The path goes from a loss of about ${start} on this plane to ${now}; the lowest on it is ${least}.`,
  },
};
