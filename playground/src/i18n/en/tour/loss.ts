export const loss = {
  title: "Two ways to be wrong",
  text: [
    "Now each day is guessed from the same weekday a week before. These are four weeks of November 2013; the last of the days is Thanksgiving, when few births are planned. Each stick is an error.",
    "The mean absolute error, MAE, takes the lengths of the sticks. The mean squared error, MSE, takes their squares: a stick twice as long counts four times.",
    "The best line is the one with the smallest loss, so it depends on the loss which line that is. Let training find both, and then leave the holiday out.",
  ],
  run: "Find the best lines",
  choose: "Line",
  copy: "last week again",
  mae: "best MAE",
  mse: "best MSE",
  holiday: "Thanksgiving counts",
  maeNow: "MAE",
  mseNow: "MSE",
  shareOfMae: "Holiday’s share of the MAE",
  shareOfMse: "Holiday’s share of the MSE",
  thanksgiving: "Thanksgiving",
  x: "births a week before",
  y: "births that day",
  errors: "errors",
  fit: "the line",
  picture: (line: string, mae: string, mse: string) =>
    `November 2013: births of each day over those of the week before, and a stick from each to the line (${line}). MAE ${mae}, MSE ${mse}.`,
  done: ({ mse, mae }: Record<"mse" | "mae", string>) =>
    `Take a day with 12,500 births the week before. One Thanksgiving among 28 days makes the line with the best MSE say ${mse} births less for it; the line with the best MAE moves by ${mae}.`,
};
