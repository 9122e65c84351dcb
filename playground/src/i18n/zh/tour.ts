import type { Texts } from "../texts.js";

export const tour: Texts["tour"] = { heading: "九步走完这堂课" };
