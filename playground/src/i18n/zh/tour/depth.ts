import type { Texts } from "../../texts.js";

export const depth: Texts["tour"]["depth"] = {
  title: "宽还是深",
  text: [
    "一层 ReLU 从输入中得到新的特征，下一层又从这些特征中得到新的特征，如此下去就是深度网络。可是，深一定比宽好吗？",
    "要公平比较，参数个数应该相同。这里有一到四个隐藏层的网络，输入都是 56 天，参数都在 2,400 个左右；也可以改成每层 48 个神经元，那样越深的网络也越大。",
    "每种网络都从三个随机初始值训练，图中的小圆点就是三次的结果。如果差别比圆点之间的距离还小，就说明不了什么。",
  ],
  run: "训练 12 个网络",
  choose: "比较方式",
  same: "参数个数相同",
  wide: "每层 48 个神经元",
  train: "训练误差（每天人数）",
  test: "2014 年的测试误差（每天人数）",
  layers: (layers, units) => `${layers} 层，每层 ${units}`,
  parameters: (count) => `${count} 个参数`,
  lastWeek: "照抄上周",
  done: ({ tests, trains, naive }) =>
    `1、2、3、4 层的测试误差：${tests.join("、")}；训练误差：${trains.join("、")}。照抄上周同一天：${naive}。`,
  noise: ({ gain, spread }) =>
    `加深最多比一层改进 ${gain} 人，而同样的网络换个初始值就会相差 ${spread} 人：还不能说明加深更好。`,
  gain: ({ gain, spread }) =>
    `最好的深度比一层改进 ${gain} 人，而同样的网络换个初始值最多只差 ${spread} 人。`,
  noGain: "更深的网络都没有胜过一层。",
};
