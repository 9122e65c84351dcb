import type { Texts } from "../../texts.js";

export const pieces: Texts["tour"]["pieces"] = {
  title: "曲线：常数加 hard sigmoid",
  text: [
    "世上的事很少是直线。图中是一年的曲线：十五年间，每一周普通工作日的出生人数。",
    "但是，任何分段线性的曲线，都可以写成一个常数加上一组斜坡；每个斜坡先是平的，再倾斜，然后又是平的。分段线性曲线又可以任意逼近平滑的曲线。这样的斜坡叫作 hard sigmoid。",
    "拖动控制点，或用方向键移动：第一个决定斜坡从哪里开始，第二个决定在哪里结束、有多高。然后让训练从你的结果继续。",
  ],
  run: "交给训练",
  reset: "全部还原",
  constant: "常数",
  errorNow: "你的误差",
  constantAlone: "只用常数",
  sum: "总和",
  ramps: "各个斜坡",
  piece: (number) => `斜坡 ${number}`,
  begins: (number) => `斜坡 ${number}：起点`,
  ends: (number) => `斜坡 ${number}：终点与高度`,
  week: (week) => `第 ${week} 周`,
  endsAt: (week, height) => `第 ${week} 周，${height} 人`,
  x: "一年中的第几周",
  y: "工作日出生人数",
  share: "人数",
  picture: (error) => `每周的出生人数，以及常数与四个斜坡的总和；误差为 ${error} 人。`,
  pieces: "四个斜坡，每个有两个控制点",
  done: ({ before, after, alone }) =>
    `训练把总和的误差从 ${before} 人降到 ${after} 人（均方根误差）。只用最好的常数，误差是 ${alone} 人。`,
};
