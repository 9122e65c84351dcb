// `downhill playground`, started for a script.
import { spawn } from "node:child_process";
import { once } from "node:events";

/** @returns { port, stop } */
export async function startPlayground() {
  const args = ["dist/cli.js", "playground", "--port", "0"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [said] = await once(child.stdout, "data");
  const port = Number(/:(\d+)\//.exec(String(said))[1]);
  return {
    port,
    stop: async () => {
      child.kill("SIGINT");
      await once(child, "exit");
    },
  };
}
