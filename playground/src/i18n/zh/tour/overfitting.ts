import type { Texts } from "../../texts.js";

export const overfitting: Texts["tour"]["overfitting"] = {
  title: "过拟合",
  text: [
    "参数很多的网络可以把很少的几天连同偶然的起伏一起背下来。于是训练集上的误差越来越小，其他日子的误差反而变大，这就是过拟合。",
    "这个网络有 3,001 个参数，看过去 28 天，用到 2013 年 6 月为止的日子训练。2013 年下半年是验证集：只用来观察，不用来训练。",
    "早停（early stopping）保留验证损失最小的那个 epoch 的参数。更好的办法是增加数据，试试看。",
  ],
  run: "训练 300 个 epoch",
  choose: "训练集",
  few: "半年",
  year: "一年",
  many: "三年半",
  epoch: "Epoch",
  trainNow: "训练集",
  validationNow: "验证集",
  train: "训练损失",
  validation: "验证损失",
  naive: "照抄上周同一天",
  best: "早停",
  x: "epoch",
  y: "每天人数",
  picture: (epoch, train, validation, naive) =>
    `损失随 epoch 的变化。第 ${epoch} 个 epoch：训练损失 ${train}，验证损失 ${validation}；照抄上周同一天的误差是 ${naive}。`,
  done: ({ days, parameters, train, validation, best, bestEpoch, naive }) =>
    `${days} 天，${parameters} 个参数：300 个 epoch 之后，训练集上每天相差 ${train} 人，验证集上相差 ${validation} 人。验证损失在第 ${bestEpoch} 个 epoch 最小，为 ${best} 人，早停就停在那里。照抄上周同一天：${naive} 人。`,
};
