import { numbers } from "../../tests/kernels/twin.js";
import { expectClose } from "../../tests/support/close.js";
import type { KernelCase, Room } from "./case.js";

/** What brings the rows of an epoch into their order and a batch together: tables of T3 and T4. */
export function rowCases(room: Room): KernelCase[] {
  return [
    shuffleCase(room, 10_000),
    gatherValuesCase(room, 32, 3_200),
    gatherRowsCase(room, 10, 10_000, 56),
    gatherRowsCase(room, 32, 3_200, 56),
    gatherRowsCase(room, 128, 2_560, 784),
  ];
}

function shuffleCase(room: Room, rows: number): KernelCase {
  const { kernels } = room;
  const order = room.integers(new Int32Array(rows));
  const [state, other] = [room.integers(new Int32Array(5)), room.integers(new Int32Array(5))];
  const run = (): void => kernels.shuffle(state.address, order.address, rows);
  return {
    kernel: "shuffle",
    shape: `${rows}`,
    work: rows,
    counts: "elements",
    run,
    check: () => {
      for (const { address } of [state, other]) kernels.seedGenerator(address, 1, 0);
      kernels.identity(order.address, rows);
      run();
      const twin = Array.from({ length: rows }, (_, i) => i);
      for (let i = rows - 1; i > 0; i--) {
        // Below 2^46: exact in a double.
        const j = Math.floor(((kernels.nextRandom(other.address) >>> 0) * (i + 1)) / 2 ** 32);
        [twin[i], twin[j]] = [twin[j], twin[i]];
      }
      expectClose(order.values, twin, { tolerance: 0, label: "shuffle" });
    },
  };
}

/** An order in which neighbours are far apart, as after a shuffle. */
function scattered(rows: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, r) => (r * 1_223) % rows);
}

function gatherValuesCase(room: Room, count: number, rows: number): KernelCase {
  const { kernels } = room;
  const [column, order] = [room.floats(numbers(rows, 1)), room.integers(scattered(rows))];
  const batch = room.floats(new Float32Array(count));
  const run = (): void => kernels.gatherValues(column.address, order.address, count, batch.address);
  return {
    kernel: "gatherValues",
    shape: `${count} of ${rows}`,
    work: count,
    counts: "elements",
    run,
    check: () => {
      run();
      const twin = batch.values.map((_, r) => column.values[order.values[r]]);
      expectClose(batch.values, twin, { tolerance: 0, label: "gatherValues" });
    },
  };
}

/** Batch after batch, so that the rows come from as far away as in training. */
function gatherRowsCase(room: Room, count: number, rows: number, width: number): KernelCase {
  const { kernels } = room;
  const [table, order] = [room.floats(numbers(rows * width, 2)), room.integers(scattered(rows))];
  const batch = room.floats(new Float32Array(count * width));
  let first = 0;
  const run = (): void => {
    kernels.gatherRows(table.address, width, order.address + first * 4, count, batch.address);
    first = (first + count) % rows;
  };
  const shape = `${count} of ${rows} x ${width}`;
  return {
    kernel: "gatherRows",
    shape,
    work: count * width,
    counts: "elements",
    run,
    check: () => {
      first = 0;
      run();
      const twin = batch.values.map(
        (_, at) => table.values[order.values[Math.floor(at / width)] * width + (at % width)],
      );
      expectClose(batch.values, twin, { tolerance: 0, label: `gatherRows, ${shape}` });
    },
  };
}
