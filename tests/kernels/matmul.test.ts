import { beforeEach, describe, expect, test } from "vitest";

import { Arena, strided } from "./arena.js";
import { loadKernels } from "./loader.js";
import { ROWS, SHAPES, WIDTHS } from "./edges.js";
import { expectBits, numbers, padded, panelIndex, panels, product } from "./twin.js";

/**
 * The products claim exact bits: a product rounded, then a sum rounded, in the order of the index from 0 up. They sum over at
 * least one number; how many rows or columns result may be 0.
 */

const kernels = loadKernels();
const arena = new Arena(kernels);
beforeEach(() => arena.clear());

const zero = (): number => 0;
/** Odd distances between rows as well as tight ones. */
const gaps = [0, 1, 3, 7];

describe("y = x . w + bias", () => {
  test("every number of rows, inputs and units", () => {
    SHAPES.forEach(([inputs, units], i) => {
      const w = numbers(inputs * units, i);
      const columns = padded(units);
      const bias = [...numbers(units, i + 1), ...new Array<number>(columns - units).fill(0)];
      for (const rows of ROWS) {
        const label = `rows ${rows}, inputs ${inputs}, units ${units}`;
        const xStride = inputs + gaps[(i + rows) % 4];
        const yStride = columns + gaps[(i + rows + 1) % 4];
        const x = numbers(rows * inputs, i + rows);
        arena.clear();
        const xAt = arena.input(strided(x, rows, inputs, xStride), "x");
        const wAt = arena.input(panels(w, inputs, units), "w");
        const biasAt = arena.input(bias, "bias");
        const y = arena.output(rows * yStride);
        kernels.matmulForward(
          xAt.address,
          xStride,
          wAt.address,
          biasAt.address,
          y.address,
          yStride,
          rows,
          inputs,
          units,
        );
        arena.check(label);
        const expected = product(
          { rows, depth: inputs, columns },
          (_, j) => bias[j],
          (r, d) => x[r * inputs + d],
          (d, j) => (j < units ? w[j * inputs + d] : 0),
        );
        // The gaps between rows still hold guard words, which are NaN.
        expectBits(y.values, strided(expected, rows, columns, yStride), label);
      }
    });
  });

  test("a row alone has the bits that it has among others", () => {
    const [inputs, units, rows] = [37, 29, 17];
    const x = numbers(rows * inputs, 3);
    const w = arena.input(panels(numbers(inputs * units, 4), inputs, units));
    const bias = arena.input([...numbers(units, 5), 0, 0, 0]);
    const xAt = arena.input(x);
    const all = arena.output(rows * padded(units));
    const one = arena.output(padded(units));
    const run = (from: number, to: { address: number }, count: number): void =>
      kernels.matmulForward(
        xAt.address + from * inputs * 4,
        inputs,
        w.address,
        bias.address,
        to.address,
        padded(units),
        count,
        inputs,
        units,
      );
    run(0, all, rows);
    for (let r = 0; r < rows; r++) {
      run(r, one, 1);
      expectBits(one.values, all.values.subarray(r * 32, r * 32 + 32), `row ${r}`);
    }
  });

  test("a NaN spoils its row and no other", () => {
    for (const [inputs, units] of [
      [5, 3],
      [17, 20],
      [33, 33],
    ]) {
      for (const bad of [0, 3, 6]) {
        arena.clear();
        const columns = padded(units);
        const x = numbers(7 * inputs, 8);
        x[bad * inputs + inputs - 1] = NaN;
        const xAt = arena.input(x);
        const wAt = arena.input(panels(numbers(inputs * units, 9), inputs, units));
        const biasAt = arena.input(new Float32Array(columns));
        const y = arena.output(7 * columns);
        kernels.matmulForward(
          xAt.address,
          inputs,
          wAt.address,
          biasAt.address,
          y.address,
          columns,
          7,
          inputs,
          units,
        );
        y.values.forEach((value, i) =>
          expect(Number.isNaN(value), `[${i}]`).toBe(Math.floor(i / columns) === bad),
        );
      }
    }
  });
});

test("dx = dy . w^T, every number of rows, inputs and units", () => {
  SHAPES.forEach(([inputs, units], i) => {
    const w = numbers(inputs * units, i);
    // Panels over the inputs: w [units, inputs] read as a layer from units to inputs.
    const wt = new Float32Array(units * padded(inputs));
    for (let unit = 0; unit < units; unit++) {
      for (let k = 0; k < inputs; k++) wt[panelIndex(unit, k, units, inputs)] = w[unit * inputs + k];
    }
    const columns = padded(inputs);
    for (const rows of ROWS) {
      const label = `rows ${rows}, inputs ${inputs}, units ${units}`;
      const dyStride = units + gaps[(i + rows) % 4];
      const dxStride = columns + gaps[(i + rows + 2) % 4];
      const dy = numbers(rows * units, i + rows);
      arena.clear();
      const dyAt = arena.input(strided(dy, rows, units, dyStride), "dy");
      const wtAt = arena.input(wt, "wt");
      const dx = arena.output(rows * dxStride);
      kernels.matmulDelta(dyAt.address, dyStride, wtAt.address, dx.address, dxStride, rows, inputs, units);
      arena.check(label);
      const expected = product(
        { rows, depth: units, columns },
        zero,
        (r, d) => dy[r * units + d],
        (d, j) => (j < inputs ? w[d * inputs + j] : 0),
      );
      expectBits(dx.values, strided(expected, rows, columns, dxStride), label);
    }
  });
});

test.each([false, true])("dw = x^T . dy, every number of rows, inputs and units; added: %s", (add) => {
  SHAPES.forEach(([inputs, units], i) => {
    const columns = padded(units);
    const present = panels(numbers(inputs * units, i + 5), inputs, units);
    // Where number j of row k stands in the panels.
    const places = Int32Array.from({ length: inputs * columns }, (_, at) =>
      panelIndex(Math.floor(at / columns), at % columns, inputs, units),
    );
    // 129 rows of the widest are too large for the L1 cache and take the other path, 180 lie so far apart that x is packed.
    for (const rows of [...ROWS.filter((count) => count > 0), ...(inputs === 100 ? [129, 180] : [])]) {
      const label = `rows ${rows}, inputs ${inputs}, units ${units}`;
      const xStride = inputs + gaps[(i + rows) % 4];
      const dyStride = columns + gaps[(i + rows + 3) % 4];
      const x = numbers(rows * inputs, i + rows);
      const given = numbers(rows * units, i + rows + 1);
      const dy = (r: number, j: number): number => (j < units ? given[r * units + j] : 0);
      const rowsOfDy = Float32Array.from({ length: rows * columns }, (_, at) =>
        dy(Math.floor(at / columns), at % columns),
      );
      arena.clear();
      const xAt = arena.input(strided(x, rows, inputs, xStride), "x");
      const dyAt = arena.input(strided(rowsOfDy, rows, columns, dyStride), "dy");
      const dw = arena.output(add ? present : present.length);
      const scratch = arena.output(rows * (columns + 16));
      kernels.matmulWeightGradient(
        xAt.address,
        xStride,
        dyAt.address,
        dyStride,
        dw.address,
        rows,
        inputs,
        units,
        Number(add),
        scratch.address,
      );
      arena.check(label);
      const natural = product(
        { rows: inputs, depth: rows, columns },
        add ? (k, j) => present[places[k * columns + j]] : zero,
        (k, r) => x[r * inputs + k],
        dy,
      );
      const expected = new Float32Array(present.length);
      natural.forEach((value, at) => (expected[places[at]] = value));
      expectBits(dw.values, expected, label);
    }
  });
});

describe("a layer with one unit", () => {
  const columnsOf = [...new Set(WIDTHS.map(padded))];

  test("y[r] = bias + x[r] . w: lanes summed as (0 + 1) + (2 + 3)", () => {
    for (const columns of columnsOf) {
      for (const rows of ROWS) {
        const label = `rows ${rows}, columns ${columns}`;
        const xStride = columns + gaps[rows % 4];
        const x = numbers(rows * columns, columns + rows);
        const w = numbers(columns, columns);
        const bias = Math.fround(0.3);
        arena.clear();
        const xAt = arena.input(strided(x, rows, columns, xStride), "x");
        const wAt = arena.input(w, "w");
        const y = arena.output(rows);
        kernels.matmulVectorForward(xAt.address, xStride, wAt.address, bias, y.address, rows, columns);
        arena.check(label);
        const expected = Float32Array.from({ length: rows }, (_, r) => {
          const lanes = [0, 0, 0, 0];
          for (let c = 0; c < columns; c++) {
            lanes[c % 4] = Math.fround(lanes[c % 4] + Math.fround(x[r * columns + c] * w[c]));
          }
          const low = Math.fround(lanes[0] + lanes[1]);
          const high = Math.fround(lanes[2] + lanes[3]);
          return Math.fround(bias + Math.fround(low + high));
        });
        expectBits(y.values, expected, label);
      }
    }
  });

  test.each([false, true])("dw = sum of dy[r] x[r]; added: %s", (add) => {
    for (const columns of columnsOf) {
      for (const rows of ROWS.filter((count) => count > 0)) {
        const label = `rows ${rows}, columns ${columns}`;
        const xStride = columns + gaps[rows % 4];
        const x = numbers(rows * columns, columns + rows);
        const dy = numbers(rows, columns);
        const present = numbers(columns, rows + 1);
        arena.clear();
        const xAt = arena.input(strided(x, rows, columns, xStride), "x");
        const dyAt = arena.input(dy, "dy");
        const dw = arena.output(add ? present : columns);
        kernels.matmulVectorGradient(
          xAt.address,
          xStride,
          dyAt.address,
          dw.address,
          rows,
          columns,
          Number(add),
        );
        arena.check(label);
        const expected = product(
          { rows: 1, depth: rows, columns },
          add ? (_, j) => present[j] : zero,
          (_, r) => dy[r],
          (r, j) => x[r * columns + j],
        );
        expectBits(dw.values, expected, label);
      }
    }
  });

  test("dx[r] = dy[r] w", () => {
    for (const columns of columnsOf) {
      for (const rows of ROWS) {
        const label = `rows ${rows}, columns ${columns}`;
        const dxStride = columns + gaps[rows % 4];
        const dy = numbers(rows, columns);
        const w = numbers(columns, rows);
        arena.clear();
        const dyAt = arena.input(dy, "dy");
        const wAt = arena.input(w, "w");
        const dx = arena.output(rows * dxStride);
        kernels.matmulVectorDelta(dyAt.address, wAt.address, dx.address, dxStride, rows, columns);
        arena.check(label);
        const expected = product(
          { rows, depth: 1, columns },
          zero,
          (r) => dy[r],
          (_, j) => w[j],
        );
        expectBits(dx.values, strided(expected, rows, columns, dxStride), label);
      }
    }
  });
});

test.each([false, true])("db = sum of dy's rows; added: %s", (add) => {
  for (const columns of [...new Set(WIDTHS.map(padded))]) {
    for (const rows of ROWS) {
      const label = `rows ${rows}, columns ${columns}`;
      const dyStride = columns + gaps[rows % 4];
      const dy = numbers(rows * columns, columns + rows);
      const present = numbers(columns, rows);
      arena.clear();
      const dyAt = arena.input(strided(dy, rows, columns, dyStride), "dy");
      const db = arena.output(add ? present : columns);
      kernels.columnSums(dyAt.address, dyStride, db.address, rows, columns, Number(add));
      arena.check(label);
      const expected = Float32Array.from({ length: columns }, (_, j) => {
        let sum = add ? present[j] : 0;
        for (let r = 0; r < rows; r++) sum = Math.fround(sum + dy[r * columns + j]);
        return sum;
      });
      expectBits(db.values, expected, label);
    }
  }
});
