// A page that animates and asks its server while it computes. yields.mjs calls what is put on window, and clicks.
import { costOf, slicesOf, WAYS } from "./ways.mjs";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const box = document.querySelector("#box");

window.ways = Object.keys(WAYS);
window.costOf = costOf;

/**
 * @param way  one of them, or undefined for a page that computes nothing
 * @param hog  whether another loop of slices of 8 ms, by messages, is there too
 * @returns what slicesOf gives, and in ms: gaps between frames, the time of fetches, the delays of clicks
 */
window.measure = async (way, ms, hog) => {
  const gaps = [];
  const fetches = [];
  const clicks = [];
  let isOver = false;

  let last = performance.now();
  const frame = () => {
    const now = performance.now();
    gaps.push(now - last);
    last = now;
    box.style.transform = `translateX(${(now / 5) % 300}px)`;
    if (!isOver) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);

  const onPointer = ({ timeStamp }) => clicks.push(performance.now() - timeStamp);
  addEventListener("pointerdown", onPointer);

  const ask = async () => {
    while (!isOver) {
      const begun = performance.now();
      await (await fetch("/ping")).text();
      fetches.push(performance.now() - begun);
      await pause(Math.random() * 10);
    }
  };
  ask();

  if (hog) {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      const until = performance.now() + 8;
      while (performance.now() < until);
      if (isOver) port1.close();
      else port2.postMessage(0);
    };
    port2.postMessage(0);
  }

  const measured = way === undefined ? await pause(ms) : await slicesOf(way, ms);
  isOver = true;
  removeEventListener("pointerdown", onPointer);
  return { ...measured, gaps: gaps.slice(1), fetches, clicks };
};
