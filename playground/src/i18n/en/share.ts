export const share = {
  heading: "Take it with you",
  link: "Link",
  linkText:
    "Data, network and training, and how far it has come: whoever opens it sees the same parameters, to the bit. Drawn curves and small CSV files are in it; everything after the # stays in the browser.",
  linkWithoutFile: (name: string) =>
    `${name} is too long for a link: the page that opens it asks for this file, and begins when it is the same.`,
  copyLink: "Copy link",
  model: "Model",
  modelText: "A .safetensors file that predicts the same in Node, to the bit:",
  downloadModel: "Download model",
  code: "Code",
  codeText:
    "A program for Node that does the same with downhill: the same data, split, model and training. It prints the same hash.",
  codeToEnd: "Not one epoch is trained yet: the program trains to the end.",
  copyCode: "Copy code",
  downloadCode: "Download code",
  showCode: "Show the code",
  report: "Report",
  reportText: "One HTML file of what is on the screen: setup, scores, curves, picture, link and code.",
  downloadReport: "Download report",
  copied: "Copied.",
  downloaded: (name: string) => `Saved as ${name}.`,
  notCopied: "The browser does not allow copying here. Select it and copy it yourself:",
  linkField: "The link",
  wait: "There is something to take once the data are read.",
  failed: (message: string) => `That did not work: ${message}`,
  wantedHeading: (name: string) => `This link needs the file ${name}`,
  wantedText: (hash: string) =>
    `The file was too long to be in the link. Choose it here: training begins when it is the same file (hash ${hash}). It stays in this page.`,
  wantedChoose: "Choose the file",
  otherFile: (name: string, hash: string) =>
    `${name} is another file: its hash is ${hash}. Ask the person who sent you the link.`,
};
