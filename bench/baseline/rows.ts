import { memory, type Matrix, type Memory } from "./memory.js";

/** What a bias needs, and a layer of one unit, whose weights are one row. */
export const { fillRows, addRows, dotRows, outerProduct } = createRows(memory);

function createRows(shared: Memory) {
  const memory = shared;

  /** y[r] = bias + x[r] . w, four rows at a time. x: [rows, length]; w, bias: offsets; y: [rows, 1] */
  function dotRows(x: Matrix, w: number, bias: number, y: Matrix, rows: number, length: number): void {
    const m = memory;
    const { stride } = x;
    const start = m[bias];
    const end = (w + length) | 0;
    let r = 0;
    for (; r + 4 <= rows; r += 4) {
      let x0 = (x.offset + r * stride) | 0;
      let x1 = (x0 + stride) | 0;
      let x2 = (x1 + stride) | 0;
      let x3 = (x2 + stride) | 0;
      let sum0 = start;
      let sum1 = start;
      let sum2 = start;
      let sum3 = start;
      for (let p = w | 0; p < end; p = (p + 1) | 0) {
        const v = m[p];
        sum0 += v * m[x0];
        sum1 += v * m[x1];
        sum2 += v * m[x2];
        sum3 += v * m[x3];
        x0 = (x0 + 1) | 0;
        x1 = (x1 + 1) | 0;
        x2 = (x2 + 1) | 0;
        x3 = (x3 + 1) | 0;
      }
      const to = y.offset + r * y.stride;
      m[to] = sum0;
      m[to + y.stride] = sum1;
      m[to + 2 * y.stride] = sum2;
      m[to + 3 * y.stride] = sum3;
    }
    for (; r < rows; r++) {
      let sum = start;
      let from = (x.offset + r * stride) | 0;
      for (let p = w | 0; p < end; p = (p + 1) | 0, from = (from + 1) | 0) sum += m[from] * m[p];
      m[y.offset + r * y.stride] = sum;
    }
  }

  /** y[r][c] = d[r] * w[c]: the delta below a layer with one output. d: [rows, 1]; w: offset of one row; y: [rows, columns]. */
  function outerProduct(d: Matrix, w: number, y: Matrix, rows: number, columns: number): void {
    const m = memory;
    const end = (w + columns) | 0;
    for (let r = 0; r < rows; r++) {
      const scale = m[d.offset + r * d.stride];
      let to = (y.offset + r * y.stride) | 0;
      for (let from = w | 0; from < end; from = (from + 1) | 0, to = (to + 1) | 0) m[to] = scale * m[from];
    }
  }

  /** x[r][c] = bias[c]. x: [rows, columns]; bias: offset */
  function fillRows(x: Matrix, bias: number, rows: number, columns: number): void {
    const m = memory;
    const { stride } = x;
    const end = (bias + columns) | 0;
    let r = 0;
    for (; r + 4 <= rows; r += 4) {
      let x0 = (x.offset + r * stride) | 0;
      let x1 = (x0 + stride) | 0;
      let x2 = (x1 + stride) | 0;
      let x3 = (x2 + stride) | 0;
      for (let i = bias | 0; i < end; i = (i + 1) | 0) {
        const value = m[i];
        m[x0] = value;
        m[x1] = value;
        m[x2] = value;
        m[x3] = value;
        x0 = (x0 + 1) | 0;
        x1 = (x1 + 1) | 0;
        x2 = (x2 + 1) | 0;
        x3 = (x3 + 1) | 0;
      }
    }
    for (; r < rows; r++) {
      let to = (x.offset + r * stride) | 0;
      for (let i = bias | 0; i < end; i = (i + 1) | 0, to = (to + 1) | 0) m[to] = m[i];
    }
  }

  /** y[c] += the sum over rows of x[r][c], four rows at a time: the gradient of a bias. x: [rows, columns]; y: offset */
  function addRows(x: Matrix, y: number, rows: number, columns: number): void {
    const m = memory;
    const { stride } = x;
    const end = (y + columns) | 0;
    let r = 0;
    for (; r + 4 <= rows; r += 4) {
      let x0 = (x.offset + r * stride) | 0;
      const to1 = stride | 0;
      const to2 = (to1 + stride) | 0;
      const to3 = (to2 + stride) | 0;
      for (let i = y | 0; i < end; i = (i + 1) | 0, x0 = (x0 + 1) | 0) {
        m[i] = m[i] + m[x0] + m[(x0 + to1) | 0] + m[(x0 + to2) | 0] + m[(x0 + to3) | 0];
      }
    }
    for (; r < rows; r++) {
      let from = (x.offset + r * stride) | 0;
      for (let i = y | 0; i < end; i = (i + 1) | 0, from = (from + 1) | 0) m[i] = m[i] + m[from];
    }
  }

  return { fillRows, addRows, dotRows, outerProduct };
}
