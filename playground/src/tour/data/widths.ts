/** Step 8: units of each layer, for 1 to 4 layers: about 2,400 parameters each, or the same width each. */
export const WIDTHS = { same: [43, 28, 22, 19], wide: [48, 48, 48, 48] } as const;
export type Widths = keyof typeof WIDTHS;
