import sharp from "sharp";

/**
 * sharp, able to read JPEG, PNG and WebP only: what is not needed cannot be attacked. The choice holds for the whole
 * process, so everything that reads pictures imports sharp from here.
 */
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp"] });

export { sharp };
