export const training = {
  heading: "Training",
  play: "Train",
  pause: "Pause",
  step: "One epoch",
  stop: "Stop",
  restart: "Start again",
  epoch: "Epoch",
  controls: "Train and pause",
  ofAtMost: (most: string) => `of at most ${most}`,
  hash: "Hash of the parameters",
  hashShort: "Hash",
  whilePaused: "when paused",
  keys: "Keys",
  keysText: "Space trains and pauses, a point (.) trains one epoch, when no control has the focus.",
  keysOn: "Listen to these keys",
  said: {
    paused: (epoch: string) => `Paused after epoch ${epoch}.`,
    epochs: (epoch: string) => `Training has ended after epoch ${epoch}, the last one.`,
    earlyStopping: (epoch: string) =>
      `Training has ended early after epoch ${epoch}: the validation loss no longer fell.`,
    stopped: (epoch: string) => `Training was stopped after epoch ${epoch}.`,
  },
  /** A control's explanation is opened by a button of this name. */
  explain: (name: string) => `What is this: ${name}`,
  loss: "Loss",
  losses: { mse: "MSE", mae: "MAE", huber: "Huber" },
  crossEntropy: "cross-entropy",
  lossText:
    "What training makes small. MSE, the mean squared error, punishes large errors most; MAE, the mean absolute error, bears with outliers; Huber is square near zero and absolute beyond.",
  crossEntropyText:
    "Classes have cross-entropy: the less likely the network thought the right class, the larger it is.",
  optimizer: "Optimizer",
  optimizers: {
    sgd: "SGD",
    momentum: "SGD, momentum",
    adam: "Adam",
    adamw: "AdamW",
    rmsprop: "RMSprop",
    adagrad: "Adagrad",
  },
  optimizerText:
    "How a gradient becomes a step. SGD is plain gradient descent; momentum keeps 0.9 of the last step; Adam, RMSprop and Adagrad give each parameter a step size of its own.",
  learningRate: "Learning rate",
  learningRateText:
    "The length of a step. Too small and it takes for ever; too large and the loss jumps, or grows without end.",
  schedule: "Schedule",
  schedules: { constant: "constant", step: "in 3 steps", cosine: "cosine" },
  scheduleText:
    "How the learning rate changes over the epochs: large steps to get there, small ones to settle. Three steps: times 0.3 after each third. Cosine: gently down to 0.",
  batchSize: "Batch size",
  allRows: "all rows",
  batchSizeText:
    "Rows for one step. Small batches make many noisy steps an epoch, all rows at once make a single exact one.",
  weightDecay: "Weight decay",
  none: "none",
  weightDecayText: "L2 regularisation: pulls weights towards 0, so that the function is smoother.",
  noWeightDecay: "Only for SGD, momentum and AdamW.",
  epochs: "Epochs at most",
  epochsText: "One epoch is one pass over all training rows.",
  patience: "Patience",
  patienceText:
    "Early stopping: ends when the validation loss has not become better for so many epochs, and takes the best epoch's weights. 0: never.",
  noPatience: "Needs validation rows.",
  seed: "Seed",
  seedText:
    "Where the random numbers start: initial weights, the order of the rows, which rows are held back. The same seed gives the same result, to the bit.",
  otherSeed: "Another seed",
  dropoutAt: "Dropout is set for each layer, in the network.",
};
