import type { Texts } from "../texts.js";

export const share: Texts["share"] = { heading: "带走结果" };
