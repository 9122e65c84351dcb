// A page that animates while a fit trains. host.mjs calls what is put on window.
import { prepare } from "./fits.mjs";

const box = document.querySelector("#box");
const idle = (ms) => new Promise((done) => setTimeout(done, ms, {}));

/**
 * @param name  a fit, or undefined for a page that does nothing else
 * @returns gaps between frames in ms, and what the fit says
 */
window.measure = async (name, ms) => {
  const gaps = [];
  let isOver = false;
  let last = performance.now();
  const frame = () => {
    const now = performance.now();
    if (!isOver) gaps.push(now - last);
    last = now;
    box.style.transform = `translateX(${(now / 5) % 300}px)`;
    if (!isOver) requestAnimationFrame(frame);
  };
  const train = name === undefined ? idle : prepare(name);
  await idle(300);
  last = performance.now();
  requestAnimationFrame(frame);
  const { check, ...measured } = await train(ms);
  isOver = true;
  return { ...measured, isSame: check?.(), gaps: gaps.slice(1) };
};
