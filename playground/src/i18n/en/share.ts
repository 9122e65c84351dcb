export const share = { heading: "Take it with you" };
