import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { losses } from "../state.js";

/** The two loss curves, live. */
export function LossChart() {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | undefined>(undefined);
  useEffect(() => {
    chart.current = new uPlot(
      {
        width: 420,
        height: 200,
        scales: { x: { time: false } },
        series: [{}, { stroke: "#0072b2" }, { stroke: "#d55e00" }],
      },
      [[], [], []],
      box.current as HTMLElement,
    );
    return () => chart.current?.destroy();
  }, []);
  const { epochs, train, validation } = losses.value;
  useEffect(
    () => chart.current?.setData([epochs, train, validation] as unknown as uPlot.AlignedData),
    [epochs],
  );
  return <div ref={box} />;
}
