import { jsonLine } from "../../show/json.js";
import type { LectureRenderer } from "./renderer.js";

/** The rows alone, one object each. */
export const json: LectureRenderer = {
  showBirthsHead: () => "",
  showSpamHead: () => "",
  showLessons: () => "",
  showStopped: () => "",
  showReport: () => "",

  showNaive({ model, train, test }) {
    const untrained = { trainSd: null, testSd: null, seeds: 0, epochs: 0, seconds: 0 };
    return jsonLine({ model, trainMae: train, testMae: test, ...untrained });
  },

  showBirths(_setting, { model, train, test, seeds, epochs, seconds }) {
    return jsonLine({
      model,
      trainMae: train.mean,
      testMae: test.mean,
      trainSd: train.deviation,
      testSd: test.deviation,
      seeds,
      epochs,
      seconds,
    });
  },

  showSpam({ model, accuracy, logLoss, auc, seeds, epochs, seconds }) {
    return jsonLine({ model, accuracy, logLoss: logLoss.mean, auc, seeds, epochs, seconds });
  },
};
