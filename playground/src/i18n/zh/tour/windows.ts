import type { Texts } from "../../texts.js";

export const windows: Texts["tour"]["windows"] = {
  title: "多看几天",
  text: [
    "只看昨天，信息太少。星期五之后是星期六，出生人数会少很多；而只看到一个数的直线，无从知道昨天是星期五。",
    "那就让它多看几天：y = b + w₁ x₁ + w₂ x₂ + …，每一天一个权重。四个这样的模型用 2010 至 2013 年训练，再用它们都没有见过的 2014 年测试。",
    "旁边还有不需要训练的基准（baseline）。一定要先看基准：误差从 1,548 降到 424 听起来不错，但照抄上周就能不费力气地得到差不多的结果。",
  ],
  run: "训练四个模型",
  caption: "2014 年的测试误差（每天人数）",
  past: (days) => `${days} 天`,
  parameters: (count) => `${count} 个参数`,
  yesterday: "照抄昨天",
  lastWeek: "照抄上周同一天",
  noTraining: "不需要训练",
  done: ({ scores, yesterday, lastWeek }) =>
    `看 1、7、28、56 天的测试误差分别是每天 ${scores.join("、")} 人。照抄昨天：${yesterday}；照抄上周同一天：${lastWeek}。七天恰好包含每个星期几，所以进步最大；再增加天数，帮助越来越小。`,
};
