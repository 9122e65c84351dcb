/** What becomes of a row as it is given before the network sees it, as plain JSON in the model's spec. */
export interface Encoding {
  /** Who knows how: "series" is downhill itself, "table" downhill/table. */
  readonly type: string;
}

/** Windows of a series. */
export interface SeriesEncoding extends Encoding {
  readonly type: "series";
  /**
   * How many of the first inputs are the last values of the series to be predicted, of which the newest is the last: it is subtracted from
   * all of them and from the targets, and added to every prediction. Default 0: none.
   */
  readonly relative?: number;
  /** How many of the last inputs are 0 or 1 and stay as they are, not standardized; default 0. */
  readonly indicators?: number;
}
