import { data } from "./data.js";
import { network } from "./network.js";
import { page } from "./page.js";
import { report } from "./report.js";
import { results } from "./results.js";
import { share } from "./share.js";
import { tour } from "./tour.js";
import { training } from "./training.js";

export const zh = { page, data, network, training, report, results, share, tour };
