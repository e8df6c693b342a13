/** Letters as strokes in a box 70 wide and 100 high. Nothing here needs a font. */
const LETTERS: Readonly<Record<string, string>> = {
  D: "M10 10V90H30C76 90 76 10 30 10Z",
  R: "M10 97V10H36C70 10 70 56 36 56H10M36 56L64 97",
  A: "M8 97L30 10H40L62 97M19 66H51",
  P: "M10 97V10H36C72 10 72 60 36 60H10",
  E: "M64 10H10V90H64M10 50H54",
};

/** The print of the T-shirt, centred on x, from y down: a sun over waves, and the name below. 290 pixels wide at scale 1. */
export function drapePrint(x: number, y: number, scale: number): string {
  const waves = ["#3fa7a0", "#f2e6cf", "#e9b44c", "#3fa7a0"].map((colour, i) => {
    const top = 22 + i * 20;
    return `<path d="M-128 ${top}C-88 ${top - 30} -48 ${top - 30} -8 ${top}S88 ${top + 24} 128 ${top - 6}V${top + 10}C88 ${top + 42} 32 ${top + 40} -8 ${top + 16}S-88 ${top - 12} -128 ${top + 16}Z" fill="${colour}"/>`;
  });
  const rays = Array.from({ length: 9 }, (_, i) => {
    const a = Math.PI + (Math.PI * (i + 0.5)) / 9;
    const [c, s] = [Math.cos(a), Math.sin(a)];
    return `<path d="M${c * 84} ${s * 84}L${c * 112} ${s * 112}" stroke="#e9b44c" stroke-width="9" stroke-linecap="round"/>`;
  });
  const sun = `<path d="M-68 0A68 68 0 0 1 68 0Z" fill="#ea6a4b"/><path d="M-42 0A42 42 0 0 1 42 0Z" fill="#f2937a"/>`;
  const name = ["D", "R", "A", "P", "E"].map((letter, i) => {
    return `<path d="${LETTERS[letter]!}" transform="translate(${-145 + i * 60} 128) scale(0.7 0.78)" fill="none" stroke="#f2e6cf" stroke-width="19" stroke-linejoin="miter"/>`;
  });
  return `<g transform="translate(${x} ${y}) scale(${scale})">${rays.join("")}${sun}${waves.join("")}${name.join("")}</g>`;
}
