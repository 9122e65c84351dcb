import type { Texts } from "../../texts.js";

export const units: Texts["tour"]["units"] = {
  title: "Sigmoid 与 ReLU",
  text: [
    "神经网络用的斜坡更平滑或更简单。Sigmoid 是圆角的 hard sigmoid；ReLU，即 max(0, z)，是它的一半：上升后不再变平，所以两个 ReLU 合成一个 hard sigmoid。这些都是激活函数，每一个单元就是一个神经元。",
    "拟合这一年的曲线需要多少个神经元？神经元少时容易陷入局部最小值，所以每种大小都从八个随机初始值开始训练，取最好的一次。误差不超过 145 人就算足够接近。",
    "训练之后，看看每个网络：常数加上各个神经元的贡献，就是它的曲线。",
  ],
  run: "训练所有大小",
  kind: "激活函数",
  sigmoid: "sigmoid",
  relu: "ReLU",
  count: "神经元个数",
  errorNow: "误差",
  errors: "误差与神经元个数",
  x: "一年中的第几周",
  y: "工作日出生人数",
  unitsX: "神经元个数",
  errorY: "误差（人）",
  fit: "网络",
  shares: "各神经元的贡献（减去平均值）",
  enough: "足够接近",
  picture: (kind, count, error) =>
    `每周的出生人数，含 ${count} 个 ${kind} 神经元的网络的曲线（误差 ${error} 人），以及每个神经元的贡献。`,
  errorPicture: "Sigmoid 与 ReLU 的误差随神经元个数的变化。",
  done: ({ sigmoid, sigmoidError, relu, reluError }) =>
    `用 ${sigmoid} 个 sigmoid，误差就在 145 人以内（${sigmoidError} 人）；用 ReLU 则需要 ${relu} 个（${reluError} 人）。`,
  none: "有的激活函数在所有大小下都没有达到 145 人以内。",
};
