import type { Texts } from "../texts.js";

export const data: Texts["data"] = {
  heading: "数据",
  births: "每日出生人数",
  spam: "垃圾邮件分类",
  circle: "同心圆",
  xor: "异或",
  gauss: "两团高斯分布",
  spiral: "螺旋",
  moons: "双月",
  drawn: "手绘曲线",
  csv: "你的 CSV 文件",
};
