/** Gives the person a file, in the folder of downloads. */
export function saveFile(name: string, content: string | Uint8Array<ArrayBuffer>, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // Browsers read it a little later.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** @returns whether it could be copied: without permission, or in a page that is not secure, it cannot */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
