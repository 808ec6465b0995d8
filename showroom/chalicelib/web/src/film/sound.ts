/** The music of the clip, made while it is heard: a low fifth, bells, and a chord at the end. */
import { LENGTH } from "./clip.js";

interface Note {
  at: number;
  hz: number;
  lasts: number;
  loud: number;
  /** Seconds until it is at its loudest. */
  swell: number;
}

const A = 220;
const up = (semitones: number): number => A * 2 ** (semitones / 12);
const bell = (at: number, semitones: number, loud = 0.1): Note[] => [
  { at, hz: up(semitones), lasts: 5, loud, swell: 0.012 },
  { at, hz: up(semitones) * 2.76, lasts: 1.8, loud: loud * 0.22, swell: 0.006 },
];

const SCORE: readonly Note[] = [
  { at: 0, hz: up(-24), lasts: 76, loud: 0.16, swell: 5 },
  { at: 2, hz: up(-17), lasts: 72, loud: 0.07, swell: 7 },
  ...bell(3, 12),
  ...[11, 14.5, 18, 21.5, 24.5].flatMap((at, n) => bell(at, [7, 12, 16, 14, 19][n]!, 0.08)),
  ...[28, 30, 32, 34, 36, 38, 40, 42].flatMap((at, n) => bell(at, [0, 7, 11, 14, 16, 14, 11, 7][n]!, 0.075)),
  ...Array.from({ length: 18 }, (_, n) => bell(46 + n, [24, 19, 23, 16, 26, 14][n % 6]!, 0.045)).flat(),
  ...bell(66, 12, 0.06),
  ...bell(70, 7, 0.04),
  ...[-12, 0, 4, 7, 11, 14].map((semitones, n) => ({ at: 73 + n * 0.35, hz: up(semitones), lasts: 17 - n * 0.35, loud: 0.07, swell: 3.5 })),
];

/** Plays the music from a second on, in this very context. `stop` lets it fade. */
export class Music {
  private context: AudioContext | null = null;
  private out: GainNode | null = null;

  /** Ask the browser for sound: it allows it only where she has pressed something. */
  async allow(): Promise<boolean> {
    const context = (this.context ??= new AudioContext());
    await Promise.race([context.resume(), new Promise((done) => setTimeout(done, 400))]).catch(() => undefined);
    return context.state === "running";
  }

  /** Begin at the second `at`; nothing where sound was not allowed. */
  play(at: number): void {
    this.stop();
    const { context } = this;
    if (context?.state !== "running" || at >= LENGTH) return;
    const out = (this.out = context.createGain());
    out.gain.setValueAtTime(0, context.currentTime);
    out.gain.linearRampToValueAtTime(1, context.currentTime + 0.6);
    out.connect(context.destination);
    for (const note of SCORE) if (note.at + note.lasts > at) this.sound(context, out, note, at);
  }

  private sound(context: AudioContext, out: AudioNode, note: Note, at: number): void {
    const begins = context.currentTime + Math.max(0, note.at - at);
    const ends = context.currentTime + note.at + note.lasts - at;
    const voice = context.createOscillator();
    const loud = context.createGain();
    voice.frequency.value = note.hz;
    loud.gain.setValueAtTime(0.0001, begins);
    // What has begun already is heard as far as it has died away.
    const left = Math.min(1, (note.at + note.lasts - Math.max(at, note.at)) / note.lasts);
    const full = Math.min(begins + note.swell, ends - 0.05);
    loud.gain.linearRampToValueAtTime(note.loud * (note.at < at ? left * left : 1), full);
    loud.gain.exponentialRampToValueAtTime(0.0001, ends);
    voice.connect(loud).connect(out);
    voice.start(begins);
    voice.stop(ends);
  }

  stop(): void {
    const { context, out } = this;
    if (!context || !out) return;
    out.gain.cancelScheduledValues(context.currentTime);
    out.gain.setTargetAtTime(0, context.currentTime, 0.12);
    setTimeout(() => out.disconnect(), 900);
    this.out = null;
  }

  close(): void {
    this.stop();
    void this.context?.close().catch(() => undefined);
    this.context = null;
  }
}
