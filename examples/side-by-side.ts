import sharp from "sharp";

const HEIGHT_PX = 768;
const GAP_PX = 16;

/** Sets pictures side by side on white, all at the same height, as PNG. */
export async function setSideBySide(pictures: readonly Uint8Array[]): Promise<Uint8Array> {
  const scaled = await Promise.all(
    pictures.map((picture) =>
      sharp(picture)
        .autoOrient()
        .flatten({ background: "white" })
        .resize({ height: HEIGHT_PX })
        .png()
        .toBuffer({ resolveWithObject: true }),
    ),
  );
  let left = 0;
  const parts = scaled.map(({ data, info }) => {
    const part = { input: data, left, top: 0 };
    left += info.width + GAP_PX;
    return part;
  });
  const canvas = { width: left - GAP_PX, height: HEIGHT_PX, channels: 3, background: "white" } as const;
  return sharp({ create: canvas }).composite(parts).png().toBuffer();
}
