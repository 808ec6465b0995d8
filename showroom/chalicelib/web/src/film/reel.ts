/** Puts the clip on a canvas and into the ears, at the second it is told. */
import { LAST, stillAt } from "./clip.js";
import { draw, type Card } from "./draw.js";
import { Music } from "./sound.js";

/** Sharper than this is not seen, and costs a telephone its battery. */
const MOST_PIXELS = 1600;
/** Seconds by which sound and picture may part before the sound is begun anew. */
const APART = 0.35;

export class Reel {
  private readonly music = new Music();
  private heard: { at: number; since: number } | null = null;
  private drawn = "";

  /** In the press of a button: say whether sound may be made from now on. */
  async unlock(): Promise<boolean> {
    this.heard = null;
    return this.music.allow();
  }

  show(canvas: HTMLCanvasElement, at: number, card: Card, sound: boolean): void {
    const ratio = Math.min(devicePixelRatio || 1, MOST_PIXELS / Math.max(1, canvas.clientWidth));
    const [w, h] = [Math.round(canvas.clientWidth * ratio), Math.round(canvas.clientHeight * ratio)];
    if (!w || !h) return;
    if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h];
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    // What comes after the last second is the title, for as long as the evening lasts.
    const second = still || at > LAST ? stillAt(Math.min(at, LAST)) : at;
    const same = still || at > LAST ? `${second} ${w} ${h} ${card.title}` : "";
    if (!same || same !== this.drawn) draw(canvas.getContext("2d", { alpha: false })!, w, h, second, card);
    this.drawn = same;
    if (sound) this.sound(at);
  }

  private sound(at: number): void {
    const now = performance.now() / 1000;
    if (this.heard && Math.abs(this.heard.at + now - this.heard.since - at) < APART) return;
    this.heard = { at, since: now };
    this.music.play(at);
  }

  silence(): void {
    this.heard = null;
    this.music.stop();
  }

  close(): void {
    this.heard = null;
    this.music.close();
  }
}
