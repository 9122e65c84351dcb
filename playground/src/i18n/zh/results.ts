import type { Texts } from "../texts.js";

export const results: Texts["results"] = {
  heading: "找到的函数",
  loss: "损失",
  train: "训练集",
  validation: "验证集",
  test: "测试集",
  naive: {
    mean: "总是猜平均值",
    lastValue: "重复上一个值",
    lastWeek: "重复上周同一天的值",
    majority: "总是猜最多的类别",
  },
};
