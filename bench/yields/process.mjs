// A process that answers HTTP while it computes: process.mjs WAY MS. It prints its port, and in the end what it measured itself.
// Without arguments it prints the ways that this runtime has.
import { costOf, slicesOf, WAYS } from "./ways.mjs";

const { Deno, process } = globalThis;
const [way, ms] = Deno ? Deno.args : process.argv.slice(2);
const print = (object) => console.log(JSON.stringify(object));
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

if (way === undefined) print(Object.keys(WAYS));
else {
  const cost = await costOf(way);
  if (Deno) {
    const onListen = ({ port }) => print({ port });
    Deno.serve({ port: 0, hostname: "127.0.0.1", onListen }, () => new Response("here"));
  } else {
    const { createServer } = await import("node:http");
    const server = createServer((_, response) => response.end("here"));
    server.listen(0, "127.0.0.1", () => print({ port: server.address().port }));
  }
  await pause(300);
  const measured = await slicesOf(way, Number(ms));
  await pause(200);
  print({ cost, ...measured });
  if (Deno) Deno.exit();
  else process.exit();
}
