import type { Texts } from "../texts.js";

export const page: Texts["page"] = {
  title: "downhill 实验场",
  tagline: "从你自己的数据中找到一个函数。数据不会离开本页面。",
  playground: "实验场",
  tour: "导览",
  language: "语言",
  theme: "主题",
  themes: { auto: "跟随系统", light: "浅色", dark: "深色" },
  pages: "页面",
  brokenLink: "无法打开这个链接，因此显示第一个示例。请再索取一次链接。",
};
