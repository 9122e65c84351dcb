import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { FIVE, fit } from "../scripts/five-series.mjs";

/**
 * Five public series, as `downhill fit FILE --target X --past N` alone finds them. The bounds were set before: what a network of the same
 * size reaches in PyTorch on changes instead of levels, and some room.
 */
describe.each(FIVE)("$name", (series) => {
  test.runIf(existsSync(series.file))(
    `is off by ${series.most} at most, and not by more than a naive guess`,
    () => {
      const { test: score, baselines, choice } = fit(series);
      expect(score.mae).toBeLessThanOrEqual(series.most);
      const naive = Math.min(...baselines.map(({ mae }) => mae));
      expect(score.mae).toBeLessThanOrEqual(1.06 * naive);
      expect(choice).toMatchObject({ measure: "MAE" });
      expect(choice.candidates).toHaveLength(4);
    },
  );
});
