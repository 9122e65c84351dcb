// What the steps named have found so far, added up in one line; exits 1 if anything failed.
//   node scripts/total.mjs tests runtimes size
import { conclude } from "./results.mjs";

conclude(process.argv.slice(2));
