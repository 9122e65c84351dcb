/** The bytes that CSV gives a meaning to. An enum, since bundles then have the numbers themselves, which engines compare faster. */
export enum Byte {
  Tab = 9,
  LineEnd = 10,
  CarriageReturn = 13,
  Blank = 32,
  Quote = 34,
  Plus = 43,
  Comma = 44,
  Minus = 45,
  Point = 46,
  Zero = 48,
  Nine = 57,
}
