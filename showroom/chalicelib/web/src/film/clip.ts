/** A short film that needs no file: what there is at each of its seconds. Pictures, sound and captions are made of these. */

/** Seconds. */
export const LENGTH = 92;
/** The last second that moves; its title stays. */
export const LAST = 84;

/** Scenes by the seconds in which they are there; neighbours overlap, and are drawn one into the other. */
export const SCENES = {
  spark: [0, 11],
  thread: [8, 30],
  ring: [26, 48],
  stone: [44, 66],
  stars: [62, 78],
  title: [72, LENGTH],
} as const satisfies Record<string, readonly [number, number]>;
export type Scene = keyof typeof SCENES;

/** When it is shown still, at which second each scene is at its best. */
const STILLS: Record<Scene, number> = { spark: 6, thread: 25.5, ring: 37, stone: 55, stars: 70.5, title: 84 };

/** Lines of the captions: from when until when, by their place in every language's list. */
export const LINES: readonly (readonly [number, number])[] = [[1.5, 8], [11, 18], [19, 26], [29, 37], [38, 44], [47, 54], [55, 62], [65, 71], [75, 84]];

export const clamp = (x: number): number => Math.min(1, Math.max(0, x));
/** From 0 to 1 between two seconds, softly at both ends. */
export function rise(at: number, from: number, to: number): number {
  const x = clamp((at - from) / (to - from));
  return x * x * (3 - 2 * x);
}

/** How much of a scene is there at a second: it comes and goes in about three. */
export function presence(scene: Scene, at: number): number {
  const [from, to] = SCENES[scene];
  return rise(at, from, from + 3.2) * (1 - rise(at, to - 3.2, to));
}

/** The second that is drawn for whoever wants nothing to move: the scene's best one, as long as it is the strongest. */
export function stillAt(at: number): number {
  const names = Object.keys(SCENES) as Scene[];
  const strongest = names.reduce((best, one) => (presence(one, at) > presence(best, at) ? one : best));
  return STILLS[strongest];
}

/** Which line is read at a second, or -1. */
export const lineAt = (at: number): number => LINES.findIndex(([from, to]) => at >= from && at < to);

/** A number between 0 and 1 that is always the same for the same place: chance that everybody sees alike. */
export function chance(n: number): number {
  const x = Math.sin(n * 127.1 + 311.7) * 43758.5453;
  return x - Math.floor(x);
}
