/** downhill/csv: a file of all kinds, whole and from a stream, as text and as bytes. */
import { DataError } from "downhill";
import { readCsv, streamCsv } from "downhill/csv";
import { hashOf } from "./hash.js";

const TEXT =
  "\uFEFF# by hand\r\ncity;day;ok;x;zip\r\n" +
  '"Oslo; N";31.12.2014 08:30;True;1,5;007\r\n\r\nÅrhus;NA;no;-0,1000000000000000055;12\r\n"a ""b""\nc😀";1.1.2015;?;;3\r\n;;;;\r\n';

/** @returns the hash of all columns and kinds, which must be the same however the file comes */
export async function csvHash() {
  const bytes = new TextEncoder().encode(TEXT);
  const hashes = [hashOfTable(readCsv(TEXT)), hashOfTable(readCsv(bytes))];
  const cut = [bytes.subarray(0, 40), bytes.subarray(40, 99), bytes.subarray(99)];
  for await (const table of streamCsv(new Response(new Blob(cut)).body)) hashes.push(hashOfTable(table));
  if (hashes.length !== 3 || hashes.some((hash) => hash !== hashes[0]))
    throw new Error(`downhill/csv: the cut changes what is read: ${hashes}`);
  expectOneLibrary();
  return hashes[0];
}

function hashOfTable({ columns, kinds, rows }) {
  const { x, ...others } = columns;
  return hashOf([x, new TextEncoder().encode(JSON.stringify([rows, kinds, others]))]);
}

/** @throws Error when the two entries are two copies: an error of the one would be none of the other */
function expectOneLibrary() {
  try {
    readCsv("");
  } catch (error) {
    if (error instanceof DataError) return;
    throw error;
  }
  throw new Error("downhill/csv: reads an empty file");
}
