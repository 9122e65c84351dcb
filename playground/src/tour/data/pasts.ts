/** Days that the lines of step 5 look back on. */
export const PASTS = [1, 7, 28, 56] as const;
