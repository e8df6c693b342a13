import type { Network } from "./litert-runtime.js";
import { NETWORK_SIZE_PX, OUTPUT, VALUES_PER_POINT } from "./pose-network.js";
import { swapSides } from "./swap-sides.js";

/** The rows of a square of `channels` interleaved values, each turned round. */
function mirrorRows(data: Float32Array, channels: number): Float32Array {
  const mirrored = new Float32Array(data.length);
  const row = NETWORK_SIZE_PX * channels;
  for (let start = 0; start < data.length; start += row) {
    for (let u = 0; u < NETWORK_SIZE_PX; u++) {
      const from = start + (NETWORK_SIZE_PX - 1 - u) * channels;
      for (let c = 0; c < channels; c++) mirrored[start + u * channels + c] = data[from + c]!;
    }
  }
  return mirrored;
}

function mirrorPoints(points: Float32Array): Float32Array {
  const count = points.length / VALUES_PER_POINT;
  const each = Array.from({ length: count }, (_, i) =>
    points.subarray(i * VALUES_PER_POINT, (i + 1) * VALUES_PER_POINT),
  );
  const mirrored = new Float32Array(points.length);
  swapSides(each).forEach((point, i) => {
    mirrored.set(point, i * VALUES_PER_POINT);
    mirrored[i * VALUES_PER_POINT] = NETWORK_SIZE_PX - point[0]!;
  });
  return mirrored;
}

/** The pose network as it sees the mirror image of its input, told in terms of the input: left is the person's left again. */
export function mirrorNetwork(network: Network): Network {
  return {
    async run(input) {
      const outputs = new Map(await network.run(mirrorRows(input, 3)));
      const points = outputs.get(OUTPUT.points);
      const mask = outputs.get(OUTPUT.mask);
      if (points) outputs.set(OUTPUT.points, mirrorPoints(points));
      if (mask) outputs.set(OUTPUT.mask, mirrorRows(mask, 1));
      return outputs;
    },
    close: () => network.close(),
  };
}
