import { WEEK_NUMBERS } from "../data/year.js";
import { Picture } from "./Picture.js";
import { pathOf } from "./scale.js";
import { WEEK_TICKS } from "./YearCurves.js";

/** What each unit adds, week by week. The height follows the largest. */
export function Shares({ shares, title }: { shares: readonly Float64Array[]; title: string }) {
  const most = Math.max(500, ...shares.flatMap((share) => Array.from(share, Math.abs)));
  const step = 10 ** Math.floor(Math.log10(most));
  const end = Math.ceil(most / step) * step;
  const looks = ["fit", "third", "error", "data"];
  return (
    <Picture
      label={title}
      ratio={0.3}
      x={{ range: [0, 53], title: "", at: WEEK_TICKS }}
      y={{ range: [-end, end], title, at: [-end, 0, end] }}
    >
      {({ x, y }) =>
        shares.map((share, i) => (
          <path
            key={i}
            class={`line thin ${looks[i % looks.length]} ${i >= looks.length ? "dashed" : ""}`}
            d={pathOf(WEEK_NUMBERS, share, x, y)}
          />
        ))
      }
    </Picture>
  );
}
