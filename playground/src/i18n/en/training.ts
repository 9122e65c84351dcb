export const training = {
  heading: "Training",
  play: "Train",
  pause: "Pause",
  step: "One epoch",
  stop: "Stop",
  restart: "Start again",
  epoch: "Epoch",
};
