// Adds up what the steps named have counted, in one line; exits 1 if anything failed.
//   node scripts/total.mjs tests runtimes size
import { reportTotal } from "./results.mjs";

reportTotal(process.argv.slice(2));
