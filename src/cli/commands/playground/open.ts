import { spawn } from "node:child_process";

/** What a desktop opens an address with. */
function opener(address: string): readonly [string, ...string[]] {
  if (process.platform === "darwin") return ["open", address];
  if (process.platform === "win32") return ["cmd", "/c", "start", "", address];
  return ["xdg-open", address];
}

/** Opens the address in the person's browser; `failed` is called where there is no way to. */
export function openInBrowser(address: string, failed: () => void): void {
  const [command, ...args] = opener(address);
  const child = spawn(command, args, { stdio: "ignore", detached: true });
  child.once("error", failed);
  child.once("exit", (code) => code !== 0 && failed());
  // The server goes on and ends without it.
  child.unref();
}
