export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Labels at the size of `large`, each from the nearest pixel of `small`. */
export function enlargeLabels(labels: Uint8Array, small: Size, large: Size): Uint8Array {
  const result = new Uint8Array(large.width * large.height);
  for (let y = 0, i = 0; y < large.height; y++) {
    const row = Math.floor(((y + 0.5) * small.height) / large.height) * small.width;
    for (let x = 0; x < large.width; x++, i++) {
      result[i] = labels[row + Math.floor(((x + 0.5) * small.width) / large.width)]!;
    }
  }
  return result;
}
