import { parentPort } from "node:worker_threads";
import { analyseGarment, type Image8 } from "../engine/mod.js";

/** Entry of the thread that reads garments (see garment-reader.ts): a picture in, its analysis out, one at a time. */
parentPort?.on("message", (image: Image8) => parentPort?.postMessage(analyseGarment(image)));
