/** The film on this screen: everybody sees the same second of it, and a ticket is fetched only while it is watched. */
import { part } from "../common/parts.js";
import { CAPTIONS } from "../film/captions.js";
import { lineAt } from "../film/clip.js";
import { HouseClock } from "../film/clock.js";
import type { Card } from "../film/draw.js";
import { Reel } from "../film/reel.js";
import type { Film, FilmSeen } from "./shapes.js";

type Hls = typeof import("./hls.js");

/** So soon it asks again where there was no answer. */
const AGAIN_MS = 5_000;
/** So often it looks whether the picture is where everybody's is, and moves it when it is further off than this. */
const LOOK_MS = 500;
const DRIFT_SECONDS = 3;

export interface Playing {
  /** Watch here although two other screens of hers play it. */
  again(): void;
  /** Hear the clip, or no longer; in the press of a button. */
  hear(on: boolean): Promise<void>;
  /** Read it in this language; "" reads nothing. */
  read(language: string): void;
  leave(): void;
}

/** Show it in `video`, or, where the house has no film but this machine's, a clip that is drawn in `canvas`. */
export function show(video: HTMLVideoElement, canvas: HTMLCanvasElement, base: string, card: Card & { language: string }, ask: (beat: boolean) => Promise<Film>, told: (seen: FilmSeen) => void): Playing {
  let film: Film | null = null;
  let query = "";
  let frame = 0;
  let heard = false;
  /** Where she is in a film that she sees again. */
  let began = 0;
  let { language } = card;
  const clock = new HouseClock();
  const reel = new Reel();
  let waiting = 0;
  let looking = 0;
  let stop: (() => void) | null = null;
  let gone = false;
  let failed = false;

  const second = (): number => (clock.now() - (film!.state === "replay" ? began : Date.parse(film!.begins_at))) / 1000;
  const tell = (): void => {
    if (!film || gone) return;
    const begun = film.state === "replay" || (film.state === "open" && !film.waits && second() >= 0);
    const picture = !stop || failed || !begun ? null : drawn ? "clip" : "video";
    const said = picture === "clip" ? CAPTIONS[language]?.[lineAt(second())] : undefined;
    told({ film, failed, picture, heard, language, languages: Object.keys(CAPTIONS), said: said ?? "" });
  };
  let drawn = false;

  const end = (): void => {
    clearInterval(looking);
    cancelAnimationFrame(frame);
    reel.silence();
    stop?.();
    [stop, drawn] = [null, false];
  };
  const look = (): void => {
    if (!film) return;
    const at = second();
    const on = film.state === "replay" || (!film.waits && at >= 0);
    if (drawn) canvas.dataset.second = String(Math.floor(Math.max(at, 0)));
    else if (!on) video.pause();
    else {
      if (video.paused && film.state === "open") void video.play().catch(() => undefined);
      // What is live has no end, and is where it is; what was made is moved to where everybody is.
      const made = Number.isFinite(video.duration);
      if (made && film.state === "open" && Math.abs(video.currentTime - at) > DRIFT_SECONDS) video.currentTime = at;
    }
    tell();
  };
  /** Every frame: this very second, on the canvas and in the ears. */
  const paint = (): void => {
    const at = second();
    if (film!.state === "replay" || (!film!.waits && at >= 0)) reel.show(canvas, at, card, heard);
    else reel.silence();
    frame = requestAnimationFrame(paint);
  };
  const begin = async (): Promise<void> => {
    const play = film!.play!;
    query = play.query;
    if (stop) return;
    if (play.provider === "local" || !play.url) {
      drawn = true;
      stop = () => undefined;
      if (!began) began = clock.now();
      // She has pressed a button to come in: browsers take that for a wish to hear it, too, or they do not.
      void reel.unlock().then((allowed) => ((heard = allowed), tell()));
      paint();
    } else {
      const { attach } = await part<Hls>("hls", base);
      if (gone) return;
      stop = attach(video, play.url, () => query, () => ((failed = true), tell()));
    }
    looking = setInterval(look, LOOK_MS) as unknown as number;
    look();
  };
  const next = async (beat: boolean): Promise<void> => {
    clearTimeout(waiting);
    let now: Film;
    try {
      now = await clock.ask(() => ask(beat));
    } catch (error) {
      // What plays goes on; a house that is silent is asked again, one that refuses is believed.
      if ((error as { status?: number }).status) end();
      if (!gone) waiting = setTimeout(() => void next(beat), AGAIN_MS) as unknown as number;
      return;
    }
    if (gone) return;
    film = now;
    if (!["open", "replay"].includes(now.state)) end();
    if (now.play) await begin().catch(() => (failed = true));
    tell();
    if (now.state === "over" || now.state === "elsewhere") return;
    const opens = now.state === "early" ? Date.parse(now.opens_at) - Date.parse(now.now) : Infinity;
    waiting = setTimeout(() => void next(stop !== null), Math.max(1000, Math.min(now.beat_seconds * 1000, opens))) as unknown as number;
  };
  void next(false);
  return {
    again: () => void next(false),
    async hear(on): Promise<void> {
      heard = on && (await reel.unlock());
      if (!heard) reel.silence();
      tell();
    },
    read(wished): void {
      language = wished;
      tell();
    },
    leave(): void {
      gone = true;
      clearTimeout(waiting);
      end();
      reel.close();
    },
  };
}
