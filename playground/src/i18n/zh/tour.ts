import type { Texts } from "../texts.js";
import { depth } from "./tour/depth.js";
import { descent } from "./tour/descent.js";
import { line } from "./tour/line.js";
import { loss } from "./tour/loss.js";
import { minimum } from "./tour/minimum.js";
import { overfitting } from "./tour/overfitting.js";
import { pieces } from "./tour/pieces.js";
import { units } from "./tour/units.js";
import { windows } from "./tour/windows.js";

export const tour: Texts["tour"] = {
  heading: "九步走完这堂课",
  stepOf: (step, all) => `第 ${step} 步，共 ${all} 步`,
  steps: "导览的步骤",
  previous: "上一步",
  next: "下一步",
  finish: "进入实验场",
  controls: "实验",
  running: "正在运行……",
  waiting: "实测结果会显示在这里。",
  result: "结果",
  loading: "正在读取出生数据……",
  noBirths: "无法读取出生数据：",
  again: "重试",
  birthsADay: "每日出生人数",
  data: "真实数据",
  ...{ line, loss, descent, minimum, windows, pieces, units, depth, overfitting },
};
