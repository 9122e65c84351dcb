import type { Texts } from "../texts.js";

export const share: Texts["share"] = {
  heading: "带走结果",
  link: "链接",
  linkText:
    "包含数据、网络、训练设置和已训练的进度：打开它的人会得到逐位相同的参数。手绘曲线和较小的 CSV 文件也在其中；# 之后的内容不会发送到服务器。",
  linkWithoutFile: (name) =>
    `${name} 太大，放不进链接：打开链接的页面会要求提供这个文件，文件一致才开始训练。`,
  copyLink: "复制链接",
  model: "模型",
  modelText: ".safetensors 文件，在 Node 中的预测逐位相同：",
  downloadModel: "下载模型",
  code: "代码",
  codeText: "用 downhill 完成同样工作的 Node 程序：数据、划分、模型和训练都相同，并输出相同的哈希值。",
  codeToEnd: "还没有训练任何 epoch：程序会训练到结束。",
  copyCode: "复制代码",
  downloadCode: "下载代码",
  showCode: "查看代码",
  report: "报告",
  reportText: "一个 HTML 文件，包含屏幕上的内容：设置、得分、曲线、图、链接和代码。",
  downloadReport: "下载报告",
  copied: "已复制。",
  downloaded: (name) => `已保存为 ${name}。`,
  notCopied: "浏览器不允许在此复制。请自行选中并复制：",
  linkField: "链接",
  wait: "数据读取完成后才有可以带走的结果。",
  failed: (message) => `操作失败：${message}`,
  wantedHeading: (name) => `此链接需要文件 ${name}`,
  wantedText: (hash) =>
    `文件太大，没有放进链接。请在此选择：文件一致（哈希 ${hash}）时开始训练。文件不会离开本页面。`,
  wantedChoose: "选择文件",
  otherFile: (name, hash) => `${name} 不是同一个文件：它的哈希是 ${hash}。请询问发送链接的人。`,
};
