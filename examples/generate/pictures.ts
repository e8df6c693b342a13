import { dress, trousers } from "./garments/bottoms.js";
import { shootGarment, type Garment } from "./garments/flat-shot.js";
import { hoodie, shirt } from "./garments/tailored.js";
import { printedTee, stripedLongSleeve } from "./garments/tops.js";
import { man } from "./people/man.js";
import { renderScene } from "./people/render-scene.js";
import type { Scene } from "./people/scene.js";
import { woman } from "./people/woman.js";
import type { Picture } from "./picture.js";

/** Width and height of every example picture, pixels. */
export const PICTURE_SIZE = { width: 768, height: 1024 } as const;

/** One example picture: its file under examples/, and how it is made. `scale` 1 is the full size. */
export interface ExamplePicture {
  readonly path: string;
  readonly render: (scale: number) => Promise<Picture>;
}

/** All example pictures. */
export const PICTURES: readonly ExamplePicture[] = [
  person("woman", woman),
  person("man", man),
  garment("printed-tee", printedTee),
  garment("striped-long-sleeve", stripedLongSleeve),
  garment("shirt", shirt),
  garment("hoodie", hoodie),
  garment("trousers", trousers),
  garment("dress", dress),
];

function person(name: string, build: () => Scene): ExamplePicture {
  const render = (scale: number): Promise<Picture> => {
    const width = Math.round(PICTURE_SIZE.width * scale);
    const height = Math.round(PICTURE_SIZE.height * scale);
    return Promise.resolve(renderScene(build(), { width, height }));
  };
  return { path: `people/${name}.jpg`, render };
}

function garment(name: string, build: () => Garment): ExamplePicture {
  return { path: `garments/${name}.jpg`, render: (scale) => shootGarment(build(), scale) };
}
