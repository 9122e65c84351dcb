import type * as plot from "../../src/plot/index.js";
import type * as downhill from "../../src/index.js";
import type * as table from "../../src/table/index.js";

type Draw = (options?: plot.PlotOptions) => Promise<string>;

export function cases(
  library: typeof plot,
  models: typeof downhill,
  tables: typeof table,
): Record<string, Draw>;
export function historyOf64(): downhill.History;
export function classifier(models: typeof downhill): { model: downhill.Model; data: downhill.Dataset };
export function regression(
  models: typeof downhill,
  tables: typeof table,
): { model: downhill.Model; data: downhill.Dataset };
export const bowl: downhill.LossSurface;
export function shares(): { xs: Float64Array; total: Float64Array; constant: number; shares: Float64Array[] };
