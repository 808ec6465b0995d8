/** Plays a signed HLS film: its ticket goes with every request for a part of it. */
import Hls from "hls.js";

/** Where the library cannot work, the device's own player is given the address; it plays what needs no ticket further on. */
export function attach(video: HTMLVideoElement, url: string, query: () => string, failed: () => void): () => void {
  const signed = (address: string): string => (query() ? `${address}${address.includes("?") ? "&" : "?"}${query()}` : address);
  if (!Hls.isSupported()) {
    video.addEventListener("error", failed, { once: true });
    video.src = signed(url);
    return () => video.removeAttribute("src");
  }
  const hls = new Hls({ enableWorker: false, xhrSetup: (request, address) => request.open("GET", signed(address), true) });
  hls.on(Hls.Events.ERROR, (_, { fatal }) => fatal && failed());
  hls.loadSource(url);
  hls.attachMedia(video);
  return () => hls.destroy();
}
