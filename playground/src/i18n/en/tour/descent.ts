export const descent = {
  title: "Downhill on the error surface",
  text: [
    "Each point of this map is one line: its b to the right, its w upwards. A contour joins lines with the same loss, as on a hiking map it joins places of the same height. The cross is the lowest place.",
    "Gradient descent stands somewhere, feels which way the slope is steepest, and takes a step down. The step is as long as the slope times the learning rate. Then it looks around again.",
    "The data do not say what the learning rate should be. You choose it, which makes it a hyperparameter. Try all four. (Births are counted in thousands above 10,000 here, so that one rate suits w and b.)",
  ],
  run: "Walk 60 steps",
  rate: "Learning rate",
  step: "Step",
  lossNow: "Loss (MSE)",
  lowest: "Lowest there is",
  x: "bias b",
  y: "weight w",
  path: "the steps",
  least: "lowest loss",
  contours: "the same loss",
  picture: (steps: string, w: string, b: string) =>
    `Contours of the loss over b and w, a tilted long valley, and a path of ${steps} steps that is now at w = ${w}, b = ${b}.`,
  arrived: ({ rate, w, b, loss, least }: Record<"rate" | "w" | "b" | "loss" | "least", string>) =>
    `With a learning rate of ${rate}, 60 steps arrive: w = ${w}, b = ${b}, loss ${loss}. The lowest there is: ${least}.`,
  underWay: ({ rate, loss, least }: Record<"rate" | "loss" | "least", string>) =>
    `A learning rate of ${rate} is too small: after 60 steps the loss is ${loss}, and the lowest is ${least}.`,
  diverged: ({ rate, first, loss }: Record<"rate" | "first" | "loss", string>) =>
    `A learning rate of ${rate} is too large: training diverges. Every step leaps over the valley and lands higher; the loss went from ${first} to ${loss}.`,
};
