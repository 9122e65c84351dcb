export const line = {
  title: "A line from yesterday to today",
  text: [
    "Machine learning is looking for a function. This one should say how many children will be born in the United States today, from how many were born yesterday. Each dot is one day of 2010 to 2013.",
    "The simplest function with unknown numbers is a line, y = b + w\u00a0x. Its parameters are the weight w, its slope, and the bias b, which moves it up and down.",
    "How wrong a line is, we call its loss: here the mean distance of the dots from it. Move the sliders and watch the loss. Then let training find w and b.",
  ],
  run: "Train",
  w: "Weight w",
  b: "Bias b",
  lossNow: "Loss of this line",
  naive: "Yesterday’s number again",
  x: "births yesterday",
  y: "births today",
  fit: "the line",
  picture: (w: string, b: string, loss: string) =>
    `1,461 days, births today over births yesterday, and the line y = ${b} + ${w}\u00a0x, which is off by ${loss} births a day.`,
  done: ({ w, b, train, test, naive }: Record<"w" | "b" | "train" | "test" | "naive", string>) =>
    `Training found w = ${w} and b = ${b}. On the days it learnt from, the line is off by ${train} births a day. On the days of 2014, which it had not seen, the test error is ${test} births a day; yesterday again: ${naive}.`,
};
