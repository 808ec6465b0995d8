/** The pictures of the clip: gold light on black. What is drawn depends on the second alone, so all screens agree. */
import { chance, clamp, presence, rise, type Scene } from "./clip.js";

export interface Card {
  maison: string;
  title: string;
  /** Font family and direction of what is written. */
  family: string;
  dir: "ltr" | "rtl";
}

const GOLD = "214 186 140";
const IVORY = "240 233 220";
const ICE = "196 208 222";
const BLACK = "#0b0a09";
const TURN = Math.PI * 2;

type Pen = CanvasRenderingContext2D;
const ink = (colour: string, alpha: number): string => `rgb(${colour} / ${clamp(alpha).toFixed(3)})`;

/** Draw the second `at` on `w` by `h` pixels. */
export function draw(pen: Pen, w: number, h: number, at: number, card: Card): void {
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.globalCompositeOperation = "source-over";
  pen.fillStyle = BLACK;
  pen.fillRect(0, 0, w, h);
  pen.globalCompositeOperation = "lighter";
  const unit = Math.min(w, h * 2.2) / 100;
  for (const [scene, work] of Object.entries(WORKS) as [Scene, Work][]) {
    const there = presence(scene, at);
    if (there > 0.002) work(pen, w, h, at, there, unit);
  }
  title(pen, w, h, at, card, unit);
}

type Work = (pen: Pen, w: number, h: number, at: number, there: number, unit: number) => void;

/** A light without an edge. */
function glow(pen: Pen, x: number, y: number, radius: number, colour: string, alpha: number): void {
  if (alpha < 0.004) return;
  const light = pen.createRadialGradient(x, y, 0, x, y, radius);
  light.addColorStop(0, ink(colour, alpha));
  light.addColorStop(0.25, ink(colour, alpha * 0.32));
  light.addColorStop(1, ink(colour, 0));
  pen.fillStyle = light;
  pen.fillRect(x - radius, y - radius, radius * 2, radius * 2);
}

/** A glint with two thin rays, as bright metal has it. */
function glint(pen: Pen, x: number, y: number, size: number, alpha: number, colour = IVORY): void {
  if (alpha < 0.02) return;
  glow(pen, x, y, size * 1.6, colour, alpha * 0.8);
  pen.fillStyle = ink(colour, alpha * 0.8);
  for (const [across, down] of [[size * 3, size * 0.07], [size * 0.07, size * 3]] as const) {
    pen.beginPath();
    pen.ellipse(x, y, across, down, 0, 0, TURN);
    pen.fill();
  }
}

const spark: Work = (pen, w, h, at, there, unit) => {
  const breath = 0.72 + 0.28 * Math.sin(at * 0.9 - 1.2);
  glow(pen, w / 2, h / 2, unit * 26 * there, GOLD, 0.2 * there * breath);
  glint(pen, w / 2, h / 2, unit * 1.1, there * breath);
};

/** Where the thread runs: it enters at one edge, loops once, and leaves at the other. */
function along(x: number, w: number, h: number, at: number): [number, number] {
  const loop = Math.sin(x * TURN * 1.02 - 0.6) * Math.exp(-((x - 0.52) ** 2) * 9);
  const sway = Math.sin(x * 5.2 + at * 0.22) * 0.05;
  return [(x + 0.11 * Math.cos(x * TURN) * Math.exp(-((x - 0.52) ** 2) * 14)) * w, (0.5 + 0.27 * loop + sway) * h];
}

const thread: Work = (pen, w, h, at, there, unit) => {
  const drawn = rise(at, 9, 25) * 1.08 - 0.04;
  const steps = 220;
  for (const [width, alpha] of [[unit * 1.5, 0.05], [unit * 0.5, 0.16], [unit * 0.14, 0.95]] as const) {
    pen.lineWidth = width;
    for (let n = 0; n < steps; n++) {
      const x = n / steps;
      if (x > drawn) break;
      const sheen = 0.35 + 0.65 * Math.abs(Math.sin(x * 9 - at * 0.55)) ** 3;
      pen.strokeStyle = ink(n % 2 ? GOLD : IVORY, alpha * sheen * there * (0.5 + 0.5 * rise(x, drawn - 0.7, drawn)));
      pen.beginPath();
      pen.moveTo(...along(x, w, h, at));
      pen.lineTo(...along(x + 1 / steps, w, h, at));
      pen.stroke();
    }
  }
  if (drawn < 1) glint(pen, ...along(clamp(drawn), w, h, at), unit * 1.2, there);
  for (let n = 0; n < 46; n++) {
    const x = chance(n) * drawn;
    const [left, top] = along(x, w, h, at);
    const fall = (at * (0.03 + 0.05 * chance(n + 90)) + chance(n + 40)) % 1;
    glow(pen, left + (chance(n + 7) - 0.5) * unit * 9, top + fall * unit * 12, unit * 0.5, GOLD, 0.55 * there * (1 - fall) * chance(n + 3));
  }
};

const ring: Work = (pen, w, h, at, there, unit) => {
  const radius = unit * 15 * (0.94 + 0.06 * rise(at, 26, 46));
  const spin = at * 0.34;
  const tilt = 0.36 + 0.2 * Math.sin(at * 0.16);
  const lean = -0.32 + 0.05 * Math.sin(at * 0.21);
  glow(pen, w / 2, h / 2, radius * 2.1, GOLD, 0.12 * there);
  const spot = (angle: number, far: number, lift: number): [number, number] => {
    const [x, y] = [Math.cos(angle) * far, Math.sin(angle) * far * tilt - lift];
    return [w / 2 + x * Math.cos(lean) - y * Math.sin(lean), h / 2 + x * Math.sin(lean) + y * Math.cos(lean)];
  };
  const closed = rise(at, 26.5, 33) * TURN;
  const steps = 260;
  for (const [far, lift, width] of [[1, 0, 0.2], [0.965, 0.9, 0.34], [0.93, 1.8, 0.16], [1, -1.1, 0.1]] as const) {
    pen.lineWidth = unit * width;
    for (let n = 0; n < steps; n++) {
      const angle = (n / steps) * TURN - Math.PI / 2;
      if ((n / steps) * TURN > closed) break;
      const light = Math.max(0, Math.cos(angle - spin * 1.7)) ** 10 + 0.55 * Math.max(0, Math.cos(angle * 2 + spin)) ** 6;
      const depth = 0.55 + 0.45 * Math.sin(angle);
      pen.strokeStyle = ink(light > 0.5 ? IVORY : GOLD, there * (0.1 + 0.16 * depth + 0.75 * light));
      pen.beginPath();
      pen.moveTo(...spot(angle, radius * far, unit * lift));
      pen.lineTo(...spot(angle + TURN / steps, radius * far, unit * lift));
      pen.stroke();
    }
  }
  for (let n = 0; n < 36; n++) {
    const angle = (n / 36) * TURN + spin * 0.2;
    if ((n / 36) * TURN > closed) break;
    const lit = Math.max(0, Math.sin(at * (0.7 + chance(n)) + chance(n + 20) * TURN)) ** 12;
    const [x, y] = spot(angle, radius * 0.985, unit * 0.4);
    glint(pen, x, y, unit * (0.28 + 0.5 * lit), there * (0.12 + 0.88 * lit), n % 5 ? IVORY : ICE);
  }
};

/** A round brilliant seen from above: the table, eight stars, eight kites, sixteen at the rim, eight below that show through. */
const stone: Work = (pen, w, h, at, there, unit) => {
  const size = unit * 17 * (0.9 + 0.1 * rise(at, 44, 62));
  const turn = at * 0.085;
  const spot = (angle: number, far: number): [number, number] => {
    return [w / 2 + Math.cos(angle + turn) * size * far, h / 2 + Math.sin(angle + turn) * size * far * 0.965];
  };
  const eighth = TURN / 8;
  const facet = (points: [number, number][], facing: number, depth: number, colour: string): void => {
    const light = Math.abs(Math.sin(facing * 1.5 + at * 0.42 + depth)) ** 5 + 0.5 * Math.abs(Math.sin(facing * 3 - at * 0.31)) ** 9;
    pen.beginPath();
    points.forEach(([x, y], n) => (n ? pen.lineTo(x, y) : pen.moveTo(x, y)));
    pen.closePath();
    pen.fillStyle = ink(colour, there * (0.03 + 0.42 * light));
    pen.fill();
    pen.strokeStyle = ink(IVORY, there * (0.1 + 0.25 * light));
    pen.lineWidth = unit * 0.06;
    pen.stroke();
  };
  glow(pen, w / 2, h / 2, size * 2.2, ICE, 0.09 * there);
  for (let n = 0; n < 8; n++) {
    const here = n * eighth;
    facet([spot(here, 0.54), spot(here + eighth, 0.54), spot(here + eighth / 2, 0.75)], here, 0.3, GOLD);
    facet([spot(here, 0.54), spot(here + eighth / 2, 0.75), spot(here, 1), spot(here - eighth / 2, 0.75)], here + 0.4, 1.1, ICE);
    facet([spot(here + eighth / 2, 0.75), spot(here, 1), spot(here + eighth / 2, 1)], here + 0.9, 1.9, IVORY);
    facet([spot(here + eighth / 2, 0.75), spot(here + eighth / 2, 1), spot(here + eighth, 1)], here + 1.3, 2.6, GOLD);
    facet([spot(here, 0.02), spot(here, 0.54), spot(here + eighth, 0.54)], here * 2 + 0.2, 0.8, n % 2 ? IVORY : ICE);
  }
  for (let n = 0; n < 9; n++) {
    const lit = Math.max(0, Math.sin(at * (0.5 + 0.4 * chance(n + 11)) + chance(n) * TURN)) ** 22;
    glint(pen, ...spot(chance(n + 5) * TURN, 0.3 + 0.7 * chance(n + 31)), unit * (0.8 + lit), there * lit, n % 3 ? IVORY : ICE);
  }
};

const stars: Work = (pen, w, h, at, there, unit) => {
  const gone = rise(at, 62, 77);
  for (let n = 0; n < 150; n++) {
    const angle = chance(n) * TURN;
    const far = unit * (14 + gone * (20 + 62 * chance(n + 200))) * (0.35 + 0.65 * chance(n + 77));
    const [x, y] = [w / 2 + Math.cos(angle + gone * 0.3) * far, h / 2 + Math.sin(angle + gone * 0.3) * far * 0.72];
    const shine = 0.35 + 0.65 * Math.abs(Math.sin(at * (0.4 + chance(n + 9)) + n));
    if (n % 9) glow(pen, x, y, unit * (0.22 + 0.35 * chance(n + 4)), n % 4 ? GOLD : ICE, there * shine);
    else glint(pen, x, y, unit * 0.5 * shine, there * shine * 0.8);
  }
};

const WORKS: Partial<Record<Scene, Work>> = { spark, thread, ring, stone, stars };

function title(pen: Pen, w: number, h: number, at: number, card: Card, unit: number): void {
  const there = presence("title", at);
  if (there < 0.01) return;
  pen.globalCompositeOperation = "source-over";
  pen.textAlign = "center";
  pen.textBaseline = "alphabetic";
  pen.direction = card.dir;
  const line = unit * 14 * rise(at, 74, 79);
  const lines = wrapped(pen, card.title, `400 ${unit * 3.1}px ${card.family}`, w * 0.8);
  const middle = h / 2 - (lines.length - 1) * unit * 2;
  pen.fillStyle = ink(GOLD, there * rise(at, 73, 76.5));
  pen.font = `400 ${unit * 4.6}px ${card.family}`;
  pen.fillText(card.maison, w / 2, middle - unit * 3);
  pen.fillStyle = ink(GOLD, there * 0.8);
  pen.fillRect(w / 2 - line / 2, middle, line, Math.max(1, unit * 0.07));
  pen.font = `400 ${unit * 3.1}px ${card.family}`;
  pen.fillStyle = ink(IVORY, there * rise(at, 76, 80));
  lines.forEach((text, n) => pen.fillText(text, w / 2, middle + unit * (5.4 + n * 4.1)));
}

/** A title in lines of at most so many pixels; words are not divided, and signs without spaces between them are. */
function wrapped(pen: Pen, text: string, font: string, most: number): string[] {
  pen.font = font;
  const pieces = /\s/.test(text) ? text.split(/(?<=\s)/) : [...text];
  return pieces.reduce<string[]>((lines, piece) => {
    const last = lines.at(-1) ?? "";
    if (last && pen.measureText(last + piece).width > most) return [...lines, piece];
    return [...lines.slice(0, -1), last + piece];
  }, []);
}
