export const tour = { heading: "The lecture in nine steps" };
