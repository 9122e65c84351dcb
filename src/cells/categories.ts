/** More different texts than this must be asked for, and so must those of which most rows have one of their own. */
export const MOST_CATEGORIES = 1000;
/** So few are taken in any case. */
export const FEW_CATEGORIES = 20;

/** Whether a column of so many different texts in so many rows would make more columns than anybody wants without being asked. */
export function areTooMany(different: number, rows: number): boolean {
  return different > FEW_CATEGORIES && (different > MOST_CATEGORIES || different * 2 > rows);
}
