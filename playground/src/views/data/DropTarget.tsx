import { useEffect } from "preact/hooks";
import { bring } from "../../files.js";
import { t } from "../../i18n/texts.js";
import { isDragging } from "../../state.js";

/** The whole page takes a file that is dropped, and text that is pasted where no field has the focus. */
export function DropTarget() {
  useEffect(() => {
    const ways = { dragenter, dragover, dragleave, drop, paste };
    const added = Object.entries(ways) as [string, EventListener][];
    for (const [name, listener] of added) addEventListener(name, listener);
    return () => added.forEach(([name, listener]) => removeEventListener(name, listener));
  }, []);
  return (
    <div class="drop" data-dragging={isDragging.value} aria-hidden="true">
      <p>{t().data.dropHere}</p>
    </div>
  );
}

const holdsFile = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes("Files") ?? false;

function dragenter(event: DragEvent): void {
  if (holdsFile(event)) isDragging.value = true;
}

/** Without this the browser would open the file in place of the page. */
function dragover(event: DragEvent): void {
  if (!holdsFile(event)) return;
  event.preventDefault();
  isDragging.value = true;
}

/** Told of each element that is left: of the page itself where no other is entered. */
function dragleave({ relatedTarget }: DragEvent): void {
  if (relatedTarget === null) isDragging.value = false;
}

function drop(event: DragEvent): void {
  if (!holdsFile(event)) return;
  event.preventDefault();
  isDragging.value = false;
  bringFirst(event.dataTransfer);
}

function paste({ clipboardData, target }: ClipboardEvent): void {
  if (target instanceof Element && target.closest("input, textarea, select, [contenteditable]")) return;
  if (bringFirst(clipboardData)) return;
  const text = clipboardData?.getData("text/plain") ?? "";
  if (text.trim() !== "") void bring(t().data.pasted, text);
}

/** @returns whether there was a file */
function bringFirst(data: DataTransfer | null): boolean {
  const file = data?.files[0];
  if (file) void bring(file.name, file);
  return file !== undefined;
}
