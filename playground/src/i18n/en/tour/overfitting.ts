export const overfitting = {
  title: "Learnt by heart",
  text: [
    "A network with many parameters can learn a few days by heart, accidents and all. On the days it learnt from it becomes better and better; on others, worse. That is overfitting.",
    "This one has 3,001 parameters and looks back 28 days. It learns from days up to June 2013. The second half of that year is its validation set: it is watched, not learnt from.",
    "Early stopping keeps the weights of the epoch with the lowest validation loss. A better remedy is more data: try it.",
  ],
  run: "Train 300 epochs",
  choose: "Days to learn from",
  few: "half a year",
  year: "one year",
  many: "three and a half years",
  epoch: "Epoch",
  trainNow: "Training",
  validationNow: "Validation",
  train: "training",
  validation: "validation",
  naive: "same weekday last week",
  best: "early stopping",
  x: "epoch",
  y: "births a day",
  picture: (epoch: string, train: string, validation: string, naive: string) =>
    `Loss over the epochs. At epoch ${epoch} training is at ${train} and validation at ${validation}; the same weekday last week is off by ${naive}.`,
  done: ({
    days,
    parameters,
    train,
    validation,
    best,
    bestEpoch,
    naive,
  }: Record<"days" | "parameters" | "train" | "validation" | "best" | "bestEpoch" | "naive", string>) =>
    `${days} days, ${parameters} parameters: after 300 epochs the network is off by ${train} births on the days it learnt from and by ${validation} on the others. Those were at their best in epoch ${bestEpoch}, with ${best}: that is where early stopping ends. The same weekday last week: ${naive}.`,
};
