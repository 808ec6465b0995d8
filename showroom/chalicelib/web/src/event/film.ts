/** The film on this screen: everybody sees the same second of it, and a ticket is fetched only while it is watched. */
import { part } from "../common/parts.js";
import type { Film, FilmSeen } from "./shapes.js";

type Hls = typeof import("./hls.js");

/** So soon it asks again where there was no answer. */
const AGAIN_MS = 5_000;
/** So often it looks whether the picture is where everybody's is, and moves it when it is further off than this. */
const LOOK_MS = 1_000;
const DRIFT_SECONDS = 3;

export interface Playing {
  /** Watch here although two other screens of hers play it. */
  again(): void;
  leave(): void;
}

/** Show it in `video`, or, where the house has no film but this machine's, a clip that is drawn in `canvas`. */
export function show(video: HTMLVideoElement, canvas: HTMLCanvasElement, base: string, ask: (beat: boolean) => Promise<Film>, told: (seen: FilmSeen) => void): Playing {
  let film: Film | null = null;
  let query = "";
  let ahead = 0;
  let waiting = 0;
  let looking = 0;
  let stop: (() => void) | null = null;
  let gone = false;
  let failed = false;

  const second = (): number => (Date.now() + ahead - Date.parse(film!.begins_at)) / 1000;
  const tell = (): void => {
    if (!film || gone) return;
    const begun = film.state === "replay" || (film.state === "open" && !film.waits && second() >= 0);
    told({ film, failed, picture: !stop || failed || !begun ? null : film.play?.provider === "local" || drawn ? "clip" : "video" });
  };
  let drawn = false;

  const end = (): void => {
    clearInterval(looking);
    stop?.();
    [stop, drawn] = [null, false];
  };
  const look = (): void => {
    if (!film) return;
    const at = second();
    const on = film.state === "replay" || (!film.waits && at >= 0);
    if (drawn) draw(canvas, film.state === "replay" ? at % 3600 : Math.max(at, 0));
    else if (!on) video.pause();
    else {
      if (video.paused && film.state === "open") void video.play().catch(() => undefined);
      // What is live has no end, and is where it is; what was made is moved to where everybody is.
      const made = Number.isFinite(video.duration);
      if (made && film.state === "open" && Math.abs(video.currentTime - at) > DRIFT_SECONDS) video.currentTime = at;
    }
    tell();
  };
  const begin = async (): Promise<void> => {
    const play = film!.play!;
    query = play.query;
    if (stop) return;
    if (play.provider === "local" || !play.url) {
      drawn = true;
      stop = () => undefined;
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
      now = await ask(beat);
    } catch (error) {
      // What plays goes on; a house that is silent is asked again, one that refuses is believed.
      if ((error as { status?: number }).status) end();
      if (!gone) waiting = setTimeout(() => void next(beat), AGAIN_MS) as unknown as number;
      return;
    }
    if (gone) return;
    film = now;
    ahead = Date.parse(now.now) - Date.now();
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
    leave(): void {
      gone = true;
      clearTimeout(waiting);
      end();
    },
  };
}

/** The clip of a house without a film: a light that wanders, and the second at which everybody is. */
function draw(canvas: HTMLCanvasElement, at: number): void {
  const whole = Math.floor(at);
  canvas.dataset.second = String(whole);
  const picture = canvas.getContext("2d");
  if (!picture) return;
  const { width: w, height: h } = canvas;
  picture.fillStyle = "#12110f";
  picture.fillRect(0, 0, w, h);
  picture.fillStyle = "rgb(184 155 106 / 0.9)";
  picture.beginPath();
  picture.arc(w * (0.5 + 0.3 * Math.sin(whole / 7)), h * (0.42 + 0.12 * Math.cos(whole / 5)), h * (0.08 + 0.015 * Math.sin(whole / 2)), 0, 2 * Math.PI);
  picture.fill();
  picture.fillStyle = "#ece7db";
  picture.font = `${Math.round(h / 12)}px serif`;
  picture.textAlign = "center";
  const two = (n: number): string => String(n).padStart(2, "0");
  picture.fillText(`${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`, w / 2, h * 0.86);
}
