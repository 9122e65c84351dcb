export const minimum = {
  title: "A valley that is not the deepest",
  text: [
    "The surface of a line has one valley. With a curve in the function there may be several. The dots are births on a usual working day from May to December: they rise to September, then they fall.",
    "One sigmoid, an S, is to follow them: y = 12,000 + 1,500 sigmoid(3 + w\u00a0x), with x in tens of weeks from the end of August. It can rise or fall, not both. The weight w is its only unknown number, so its loss is a curve.",
    "Two balls start at w and at −w and go down by gradient descent, until there is no slope left.",
  ],
  run: "Go downhill from both sides",
  start: "Start at w = ±",
  x: "week of the year",
  y: "births on a working day",
  lossX: "weight w",
  lossY: "loss, as births",
  left: "left ball",
  right: "right ball",
  leftNow: "Left ball: w",
  leftError: "Left ball: off by",
  rightNow: "Right ball: w",
  rightError: "Right ball: off by",
  loss: "loss for each w",
  picture: (left: string, right: string) =>
    `Births by week rise until week 38 and fall after it. One sigmoid with w = ${left} follows the fall, one with w = ${right} the rise.`,
  lossPicture: (left: string, right: string) =>
    `The loss over w has two valleys. One ball is at w = ${left}, the other at w = ${right}.`,
  done: ({
    low,
    lowError,
    high,
    highError,
    slope,
  }: Record<"low" | "lowError" | "high" | "highError" | "slope", string>) =>
    `One ball ends at w = ${high}, where the function is off by ${highError} births: a local minimum. The other ends at w = ${low}, off by ${lowError}: the global one. The slope at both is below ${slope}, so no number of further steps leads out.`,
  same: ({ w, error }: Record<"w" | "error", string>) =>
    `From here both balls end in the same minimum, at w = ${w}, off by ${error} births. Start farther out.`,
};
