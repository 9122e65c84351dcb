import type { Texts } from "../texts.js";

export const training: Texts["training"] = {
  heading: "训练",
  play: "开始训练",
  pause: "暂停",
  step: "一个 epoch",
  stop: "停止",
  restart: "重新开始",
  epoch: "Epoch",
};
