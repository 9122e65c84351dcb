import { once } from "node:events";
import type { Command } from "commander";
import { interruptible } from "../../base/interrupt.js";
import { joinLines, noteLine, wrapped } from "../../show/text.js";
import { examples, portNumber } from "../options.js";
import { readFiles, SHIPPED } from "./files.js";
import { noteOnHost } from "./host.js";
import { listen, USUAL_PORT } from "./listen.js";
import { openInBrowser } from "./open.js";
import { serverOf } from "./server.js";

interface PlaygroundOptions {
  readonly port?: number;
  readonly host: string;
  readonly open?: boolean;
}

export function addPlayground(program: Command): void {
  program
    .command("playground")
    .summary("a page to watch networks learn in, also from your own CSV file")
    .description(
      "Serves the playground, a page that trains in your browser, until Ctrl-C. What you load into it stays in the page.",
    )
    .option(
      "--port <n>",
      `the port to listen on; 0 for any that is free (default: ${USUAL_PORT}, or any that is free)`,
      portNumber,
    )
    .option("--host <address>", "the address to listen on; 127.0.0.1 is for this machine alone", "127.0.0.1")
    .option("--open", "open the page in your browser")
    .addHelpText("after", examples("downhill playground", "downhill playground --port 3000 --open"))
    .action(playground);
}

/** `downhill playground`: prints the address, and serves until Ctrl-C, which ends it as it is meant to end. */
async function playground({ port, host, open }: PlaygroundOptions): Promise<void> {
  const server = serverOf(readFiles(SHIPPED));
  await interruptible(async (signal) => {
    const address = await listen(server, host, port);
    const note = noteOnHost(host);
    process.stdout.write(
      joinLines([`${address} (Ctrl-C ends it)`, ...(note ? [wrapped(noteLine(note))] : [])]),
    );
    const sayHow = (): boolean =>
      process.stdout.write(`${noteLine(`no browser could be opened; open ${address} yourself.`)}\n`);
    if (open) openInBrowser(address, sayHow);
    if (!signal.aborted) await once(signal, "abort");
  });
  server.close();
  server.closeAllConnections();
}
