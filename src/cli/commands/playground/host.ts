/** Hosts that only this machine can reach. */
const OWN = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** What is to be known of a host to listen on; undefined for one that only this machine reaches. */
export function noteOnHost(host: string): string | undefined {
  if (OWN.test(host)) return undefined;
  return (
    `on ${host}, others in your network can open it too. Over http from another machine, browsers do not keep the page for ` +
    "use without a network, and some of what they have is missing there; the address of this machine itself has all."
  );
}
