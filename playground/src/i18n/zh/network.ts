import type { Texts } from "../texts.js";

export const network: Texts["network"] = { heading: "网络" };
