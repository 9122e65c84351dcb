/** What stands at the beginning of a report, by which a file is known for one. */
export const GENERATOR = '<meta name="generator" content="downhill">';

/** Whether a file is a report of downhill's. */
export function isReport(file: Buffer): boolean {
  return file.toString("utf8", 0, 500).includes(GENERATOR);
}
