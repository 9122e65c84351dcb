/*
 * What is used of Observable Plot 0.6. Its own types need the DOM's, which ours must do without; tsconfig.json leads here by `paths`.
 */

/** An element of whatever document was given. */
export interface PlotElement {
  readonly nodeType: number;
}
export interface Mark {
  readonly data?: unknown;
}
type MakeMark = (data: unknown, options?: object) => Mark;

/** What takes a datum itself as a channel's value. */
export const identity: object;
export function plot(options: object): PlotElement;
export const areaY: MakeMark;
export const axisX: MakeMark;
export const axisY: MakeMark;
export const contour: MakeMark;
export const dot: MakeMark;
export const line: MakeMark;
export const rect: MakeMark;
export const ruleX: MakeMark;
export const ruleY: MakeMark;
export const text: MakeMark;
