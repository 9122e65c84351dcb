// A server of Node's that answers while a fit trains: process.mjs NAME MS; without a name it only answers.
import { createServer } from "node:http";

import { prepare } from "./fits.mjs";

const [name, ms] = process.argv.slice(2);
const print = (object) => console.log(JSON.stringify(object));
const idle = (time) => new Promise((done) => setTimeout(done, time, {}));
const train = name ? prepare(name) : idle;
const server = createServer((_, response) => response.end("here"));
server.listen(0, "127.0.0.1", async () => {
  print({ port: server.address().port });
  await idle(300);
  const { check, ...measured } = await train(Number(ms));
  print({ ...measured, isOver: true });
  const isSame = check?.();
  print({ isSame: isSame ?? true });
  process.exit();
});
