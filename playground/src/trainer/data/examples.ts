/* The texts of the data that come with the playground, each fetched once and only when it is looked at. */
import birthsUrl from "../../../../data/us-births-2000-2014.csv?gzipped";
import spamUrl from "../../../../data/spam.csv?gzipped";
import { inflate } from "./inflate.js";

const URLS = { births: birthsUrl, spam: spamUrl };
const texts = new Map<keyof typeof URLS, Promise<string>>();

/** @throws Error where it cannot be fetched; the next call tries again */
export function exampleText(name: keyof typeof URLS): Promise<string> {
  const known = texts.get(name);
  if (known) return known;
  const text = fetched(URLS[name]);
  texts.set(name, text);
  text.catch(() => texts.delete(name));
  return text;
}

async function fetched(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: the server answered ${response.status}.`);
  return inflate(new Uint8Array(await response.arrayBuffer()));
}
