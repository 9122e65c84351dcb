import type { Texts } from "../../texts.js";

export const loss: Texts["tour"]["loss"] = {
  title: "两种损失函数",
  text: [
    "现在改用上周同一天来预测。图中是 2013 年 11 月的四个星期，最后一天是感恩节，很少有人把分娩安排在这一天。每条竖线是一个误差。",
    "平均绝对误差（MAE）取竖线的长度，均方误差（MSE）取长度的平方：两倍长的竖线，分量是四倍。",
    "损失最小的直线就是最好的直线，所以哪条最好，取决于损失函数。先让训练找出两条最好的直线，再把感恩节去掉看看。",
  ],
  run: "找出最好的直线",
  choose: "直线",
  copy: "照抄上周",
  mae: "MAE 最小",
  mse: "MSE 最小",
  holiday: "计入感恩节",
  maeNow: "MAE",
  mseNow: "MSE",
  shareOfMae: "感恩节占 MAE 的比例",
  shareOfMse: "感恩节占 MSE 的比例",
  thanksgiving: "感恩节",
  x: "上周同一天的出生人数",
  y: "当天的出生人数",
  errors: "误差",
  fit: "直线",
  picture: (line, mae, mse) =>
    `2013 年 11 月：横轴为上周同一天、纵轴为当天的出生人数，每个点到直线（${line}）有一条竖线。MAE 为 ${mae}，MSE 为 ${mse}。`,
  done: ({ mse, mae }) =>
    `假设上周同一天有 12,500 人出生。28 天中只要有一个感恩节，MSE 最小的直线的预测就会少 ${mse} 人，而 MAE 最小的直线只移动 ${mae} 人。`,
};
