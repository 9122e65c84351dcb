export const depth = {
  title: "Wide or deep",
  text: [
    "A layer of ReLUs makes new features of its inputs. Another layer can make features of those, and so on: a deep network. But is deep better than wide?",
    "A fair question keeps the number of parameters. So here are one to four hidden layers over 56 days, each network with about 2,400 parameters; or, if you like, with 48 units in every layer, where deeper also means larger.",
    "Each is trained from three random starts, the dots. A difference that is smaller than the distance of the dots says nothing.",
  ],
  run: "Train 12 networks",
  choose: "Compare with",
  same: "as many parameters",
  wide: "48 units a layer",
  train: "Error on the training days, births a day",
  test: "Test error of 2014, births a day",
  layers: (layers: number, units: number) =>
    layers === 1 ? `1 layer of ${units}` : `${layers} layers of ${units}`,
  parameters: (count: string) => `${count} parameters`,
  lastWeek: "last week again",
  done: ({ tests, trains, naive }: { tests: string[]; trains: string[]; naive: string }) =>
    `Test errors with 1, 2, 3 and 4 layers: ${tests.join(", ")} births a day, training errors ${trains.join(", ")}. The same weekday last week: ${naive}.`,
  noise: ({ gain, spread }: Record<"gain" | "spread", string>) =>
    ` Depth gains at most ${gain} births over one layer, and equal networks differ by up to ${spread} from start to start: that is no proof.`,
  gain: ({ gain, spread }: Record<"gain" | "spread", string>) =>
    ` The best depth gains ${gain} births over one layer, and equal networks differ by no more than ${spread} from start to start.`,
  noGain: " None of the deeper networks beats one layer.",
};
