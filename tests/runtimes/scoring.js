/** A saved model in the import that only predicts: the same bits as the library that trained it. */
import { load } from "downhill/predict";

export function expectSameScores(saved, rows, predictions) {
  const model = load(saved);
  const scores = model.predictAll(rows);
  scores.forEach((score, i) => {
    if (!Object.is(score, predictions[i])) {
      throw new Error(`downhill/predict: output ${i} is ${score}, not ${predictions[i]}`);
    }
  });
}
