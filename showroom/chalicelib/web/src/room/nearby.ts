/**
 * Picture and sound between two windows of one browser, for whoever tries the house on one machine: they find each other
 * by a channel of the browser's own, and nothing leaves it.
 *
 * Whoever comes in says "here". The host calls whoever is here: offer, answer, both with every address they have.
 */
import { NOBODY, type Coming, type Conversation, type Screens, type Seen } from "./picture.js";

type Said =
  | { from: Coming["me"]; say: "here" | "here too" | "gone" }
  | { from: Coming["me"]; say: "offer" | "answer"; sdp: string };

/** What this browser lets us have of camera and microphone: both, one of them, or neither. */
async function devices(): Promise<MediaStream> {
  for (const wish of [{ audio: true, video: true }, { audio: true }, { video: true }]) {
    try {
      return await navigator.mediaDevices.getUserMedia(wish);
    } catch {
      continue;
    }
  }
  return new MediaStream();
}

/** The description once every address is in it: there is no second message to send them with. */
function complete(peer: RTCPeerConnection): Promise<string> {
  return new Promise((resolve) => {
    const look = () => peer.iceGatheringState === "complete" && resolve(peer.localDescription!.sdp);
    peer.addEventListener("icegatheringstatechange", look);
    look();
  });
}

export async function enter(coming: Coming, screens: Screens, told: (seen: Seen) => void): Promise<Conversation> {
  const channel = new BroadcastChannel(`showroom-room-${coming.booking}`);
  const mine = await devices();
  let peer: RTCPeerConnection | null = null;
  let seen: Seen = {
    ...NOBODY,
    microphone: mine.getAudioTracks().length > 0,
    camera: mine.getVideoTracks().length > 0,
    trouble: mine.getTracks().length < 2 ? "devices" : "",
  };
  const now = (change: Partial<Seen>) => told((seen = { ...seen, ...change }));
  const say = (said: Omit<Said, "from">) => channel.postMessage({ ...said, from: coming.me });

  const part = () => {
    peer?.close();
    peer = null;
    screens.theirs.srcObject = null;
    now({ together: false, theirs: false });
  };
  const meet = (): RTCPeerConnection => {
    peer?.close();
    const made = (peer = new RTCPeerConnection());
    for (const track of mine.getTracks()) made.addTrack(track, mine);
    made.addEventListener("track", ({ track, streams }) => {
      screens.theirs.srcObject = streams[0] ?? new MediaStream([track]);
      if (track.kind === "video") now({ theirs: true });
    });
    made.addEventListener("connectionstatechange", () => {
      if (made !== peer) return;
      if (made.connectionState === "connected") now({ together: true });
      if (made.connectionState === "failed") part();
    });
    return made;
  };
  const heard = async (said: Said) => {
    if (said.from === coming.me) return;
    if (said.say === "gone") part();
    else if (said.say === "answer") await peer?.setRemoteDescription({ type: "answer", sdp: said.sdp });
    else if (said.say === "offer") {
      const made = meet();
      await made.setRemoteDescription({ type: "offer", sdp: said.sdp });
      await made.setLocalDescription();
      say({ say: "answer", sdp: await complete(made) } as Said);
    } else if (coming.me === "client") {
      if (said.say === "here") say({ say: "here too" });
    } else {
      const made = meet();
      for (const kind of ["audio", "video"] as const) {
        if (!mine.getTracks().some((track) => track.kind === kind)) made.addTransceiver(kind, { direction: "recvonly" });
      }
      await made.setLocalDescription();
      say({ say: "offer", sdp: await complete(made) } as Said);
    }
  };
  channel.onmessage = ({ data }: MessageEvent<Said>) => void heard(data).catch(() => part());

  screens.mine.srcObject = mine;
  now({});
  say({ say: "here" });

  const turn = (kind: "audio" | "video", on: boolean): boolean => {
    const tracks = mine.getTracks().filter((track) => track.kind === kind);
    for (const track of tracks) track.enabled = on;
    return on && tracks.length > 0;
  };
  return {
    microphone: async (on) => now({ microphone: turn("audio", on) }),
    camera: async (on) => now({ camera: turn("video", on) }),
    async leave() {
      say({ say: "gone" });
      channel.close();
      peer?.close();
      peer = null;
      for (const track of mine.getTracks()) track.stop();
    },
  };
}
