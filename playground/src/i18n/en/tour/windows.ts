export const windows = {
  title: "Looking back further",
  text: [
    "Yesterday alone says little. After a Friday comes a Saturday with far fewer births, and a line that sees one number cannot know that it was a Friday.",
    "So let it see more days: y = b + w₁ x₁ + w₂ x₂ + …, one weight for each day. Four such lines learn from 2010 to 2013 and are tested on 2014, which none of them has seen.",
    "Beside them stand guesses that need no training. Always look at those first: an error of 424 sounds good after 1,548, and less so beside what copying last week gives for nothing.",
  ],
  run: "Train four lines",
  caption: "Test error of 2014, births a day",
  past: (days: number) => (days === 1 ? "1 day" : `${days} days`),
  parameters: (count: number) => `${count} parameters`,
  yesterday: "yesterday again",
  lastWeek: "same weekday last week",
  noTraining: "no training",
  done: ({ scores, yesterday, lastWeek }: { scores: string[]; yesterday: string; lastWeek: string }) =>
    `Test errors with 1, 7, 28 and 56 days: ${scores.join(", ")} births a day. Yesterday again: ${yesterday}; the same weekday last week: ${lastWeek}. Seven days hold every weekday once, and that is the big step; more days help less each time.`,
};
