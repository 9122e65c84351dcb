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
};
