/** The text of a file is needed, and only the person has it. */
export class NoFile extends Error {}
