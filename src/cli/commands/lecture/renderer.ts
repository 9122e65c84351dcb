import type { NaiveGuess } from "../../lecture/births.js";
import type { BirthsSetting } from "../../lecture/experiment.js";
import type { Spam } from "../../lecture/spam.js";
import type { BirthsRow, SpamRow } from "./rows.js";

/** Shows the lecture, each part as it is done. */
export interface LectureRenderer {
  /** @param most the most epochs of a training, where they are cut short */
  showBirthsHead(most: number | undefined): string;
  showNaive(guess: NaiveGuess): string;
  showBirths(setting: BirthsSetting, row: BirthsRow): string;
  showSpamHead(spam: Spam): string;
  showSpam(row: SpamRow): string;
  /** @param seconds since the lecture began */
  showLessons(spam: Spam, seconds: number): string;
  showStopped(): string;
  /** The last line, where a report was asked for. */
  showReport(path: string): string;
}
