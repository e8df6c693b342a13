/** Linear light 0..1 of an 8-bit value, by gamma 2.2 in place of sRGB's own curve: for ratios of light, whose logs it keeps even near black. */
export const LINEAR_LIGHT = Float32Array.from({ length: 256 }, (_, i) => (i / 255) ** 2.2);
