import type { Texts } from "../../texts.js";

export const descent: Texts["tour"]["descent"] = {
  title: "在误差曲面上往下走",
  text: [
    "图上的每个点都代表一条直线：横坐标是 b，纵坐标是 w。同一条等高线上的直线损失相同，就像地图上的等高线。十字是最低点。",
    "梯度下降就是站在某一点，找出最陡的下坡方向，走一步，再重新看方向。步长等于斜率乘以学习率。",
    "学习率不能从数据中学到，要由人来设定，所以叫超参数。四个值都试一试。（这里出生人数以千人为单位，并减去 10，好让 w 和 b 能用同一个学习率。）",
  ],
  run: "走 60 步",
  rate: "学习率",
  step: "步数",
  lossNow: "损失（MSE）",
  lowest: "最小损失",
  x: "偏置 b",
  y: "权重 w",
  path: "走过的路",
  least: "最低点",
  contours: "等高线",
  picture: (steps, w, b) =>
    `损失在 b、w 平面上的等高线，是一条狭长的斜谷；路径走了 ${steps} 步，现在位于 w = ${w}，b = ${b}。`,
  arrived: ({ rate, w, b, loss, least }) =>
    `学习率为 ${rate} 时，60 步走到了谷底：w = ${w}，b = ${b}，损失 ${loss}，而最小损失是 ${least}。`,
  underWay: ({ rate, loss, least }) =>
    `学习率 ${rate} 太小：走了 60 步，损失仍有 ${loss}，而最小损失是 ${least}。`,
  diverged: ({ rate, first, loss }) =>
    `学习率 ${rate} 太大，训练发散了：每一步都跨过谷底，落到对面更高的地方；损失从 ${first} 变成 ${loss}。`,
};
