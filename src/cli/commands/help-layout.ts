import { Help, type HelpConfiguration } from "commander";

/** Columns beside the terms below which descriptions stand under them, and are wrapped all the same. */
const NARROWEST_COLUMN = 24;
const INDENT = " ".repeat(6);

/** Help that can be read from 40 columns up; commander's own wraps nothing there. */
export const helpLayout: HelpConfiguration = {
  minWidthToWrap: NARROWEST_COLUMN,

  formatItem(term, termWidth, description, helper) {
    const width = helper.helpWidth ?? 80;
    // Two columns before the term, two behind it.
    if (width - termWidth - 4 >= NARROWEST_COLUMN || description === "") {
      return Help.prototype.formatItem.call(helper, term, termWidth, description, helper);
    }
    const lines = helper.boxWrap(description, width - INDENT.length).split("\n");
    return [`  ${term}`, ...lines.map((line) => INDENT + line)].join("\n");
  },
};
