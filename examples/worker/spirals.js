/** Two spirals of 100 points each, within -1..1. */
export function spirals() {
  const inputs = [];
  const labels = [];
  for (let i = 0; i < 200; i++) {
    const along = Math.floor(i / 2) / 100;
    const angle = 7 * along + (i % 2) * Math.PI;
    inputs.push([along * Math.cos(angle), along * Math.sin(angle)]);
    labels.push(i % 2 === 0 ? "blue" : "orange");
  }
  return { inputs, labels };
}
