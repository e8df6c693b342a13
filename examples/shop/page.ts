/** A garment of the demo shop. */
export interface Product {
  /** Below examples/garments. */
  readonly file: string;
  readonly name: string;
  readonly price: string;
}

export const PRODUCTS: readonly Product[] = [
  { file: "printed-tee.jpg", name: "Sunrise T-shirt", price: "€ 24" },
  { file: "striped-long-sleeve.jpg", name: "Breton long-sleeve", price: "€ 39" },
  { file: "shirt.jpg", name: "Oxford shirt", price: "€ 59" },
  { file: "hoodie.jpg", name: "Heavy hoodie", price: "€ 69" },
  { file: "dress.jpg", name: "Meadow dress", price: "€ 79" },
  { file: "trousers.jpg", name: "Chinos", price: "€ 54" },
];

/** The shop's only page. What a shop adds for try-ons is the script tag and one element a product. */
export function renderShop(origin: string, drapeUrl: string): string {
  const cards = PRODUCTS.map(
    ({ file, name, price }) => `
      <article>
        <img src="/garments/${file}" alt="${name}" />
        <h2>${name}</h2>
        <p>${price}</p>
        <drape-try-on garment="${origin}/garments/${file}" endpoint="/drape-token"></drape-try-on>
      </article>`,
  );
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Atelier Nord</title>
    <link rel="stylesheet" href="/shop.css" />
    <script type="module" src="${drapeUrl}/widget.js"></script>
  </head>
  <body>
    <header><h1>Atelier Nord</h1></header>
    <main>${cards.join("")}
    </main>
  </body>
</html>
`;
}

export const SHOP_STYLE = `
  body { margin: 0 auto; max-width: 1080px; padding: 24px; color: #22262b; font: 16px/1.5 system-ui, sans-serif; }
  header h1 { margin: 8px 0 32px; font-weight: 500; letter-spacing: 0.02em; }
  main { display: grid; gap: 32px 24px; grid-template-columns: repeat(auto-fill, minmax(240px, 1fr)); }
  img { width: 100%; aspect-ratio: 3 / 4; object-fit: cover; background: #f4f4f2; }
  h2 { margin: 12px 0 0; font-size: 16px; }
  p { margin: 2px 0 12px; color: #5b6168; }
  drape-try-on { --drape-accent: #23414f; --drape-accent-ink: #fff; --drape-radius: 4px; }
`;
