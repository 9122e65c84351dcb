import type { Texts } from "../../texts.js";

export const minimum: Texts["tour"]["minimum"] = {
  title: "不是最低的山谷",
  text: [
    "直线的误差曲面只有一个谷。函数里一旦有弯曲，就可能有好几个谷。图中的点是五月到十二月普通工作日的出生人数：先上升到九月，然后下降。",
    "让一个 S 形的 sigmoid 来拟合：y = 12,000 + 1,500 sigmoid(3 + w\u00a0x)，x 从八月底算起，以十周为单位。它只能上升或下降，不能两者兼顾。未知数只有权重 w，所以损失是一条曲线。",
    "两个小球分别从 w 和 −w 出发，沿梯度下降，直到没有坡度为止。",
  ],
  run: "从两边往下走",
  start: "起点 w = ±",
  x: "一年中的第几周",
  y: "工作日出生人数",
  lossX: "权重 w",
  lossY: "损失（换算成人数）",
  left: "左边的球",
  right: "右边的球",
  leftNow: "左边的球：w",
  leftError: "左边的球：误差",
  rightNow: "右边的球：w",
  rightError: "右边的球：误差",
  loss: "每个 w 的损失",
  picture: (left, right) =>
    `每周的出生人数先上升到第 38 周，再下降。w = ${left} 的 sigmoid 拟合下降段，w = ${right} 的拟合上升段。`,
  lossPicture: (left, right) => `损失随 w 变化的曲线有两个谷。一个球在 w = ${left}，另一个在 w = ${right}。`,
  done: ({ low, lowError, high, highError, slope }) =>
    `一个球停在 w = ${high}，误差 ${highError} 人，这是局部最小值；另一个停在 w = ${low}，误差 ${lowError} 人，这是全局最小值。两处的梯度都小于 ${slope}，再走多少步也出不去。`,
  same: ({ w, error }) =>
    `从这里出发，两个球停在同一个最小值：w = ${w}，误差 ${error} 人。请把起点移远一些。`,
};
