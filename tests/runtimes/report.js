/** Sends an outcome to the server, with the page's own query, by which the server knows whose it is. */
export function report(outcome) {
  return fetch(`/report${location.search}`, { method: "POST", body: JSON.stringify(outcome) });
}
