import type { BirthsResult, NaiveGuess } from "../../lecture/births.js";
import type { BirthsSetting } from "../../lecture/experiment.js";
import type { SpamResult } from "../../lecture/spam.js";
import type { BirthsRow, SpamRow } from "./rows.js";

/** What the lecture has found by now, as its report shows it. */
export interface LectureRecord {
  readonly naive: NaiveGuess[];
  /** `first` is the result of the first seed, with its pictures. */
  readonly births: {
    readonly setting: BirthsSetting;
    readonly row: BirthsRow;
    readonly first: BirthsResult;
  }[];
  readonly spam: { readonly row: SpamRow; readonly first: SpamResult }[];
}

export function emptyRecord(): LectureRecord {
  return { naive: [], births: [], spam: [] };
}
