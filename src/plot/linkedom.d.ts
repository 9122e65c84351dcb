/* What is used of linkedom 0.18, whose own types need the DOM's; tsconfig.json leads here by `paths`. */
export function parseHTML(html: string): { readonly document: object };
