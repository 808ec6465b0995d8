/** Picture and sound by Amazon Chime. The page's policy lets it reach Chime's own hosts and nobody else's. */
import {
  DefaultDeviceController,
  DefaultMeetingSession,
  MeetingSessionConfiguration,
  MeetingSessionStatusCode,
  NoOpLogger,
} from "amazon-chime-sdk-js";
import { NOBODY, type Coming, type Conversation, type Screens, type Seen } from "./picture.js";

/** Chime would be told how the conversation went; that is the maison's and the client's. */
const unwatched = (meeting: { MediaPlacement?: object }): object => ({
  ...meeting,
  MediaPlacement: { ...meeting.MediaPlacement, EventIngestionUrl: undefined },
});

export async function enter(coming: Coming, screens: Screens, told: (seen: Seen) => void): Promise<Conversation> {
  const { meeting, attendee } = coming.join as { meeting: object; attendee: object };
  const logger = new NoOpLogger();
  const devices = new DefaultDeviceController(logger);
  const session = new DefaultMeetingSession(new MeetingSessionConfiguration(unwatched(meeting), attendee), logger, devices);
  const { audioVideo } = session;
  const own = session.configuration.credentials!.attendeeId;
  let seen: Seen = NOBODY;
  const now = (change: Partial<Seen>) => told((seen = { ...seen, ...change }));
  const had = async (device: "microphone" | "camera", start: () => Promise<unknown>) => {
    try {
      await start();
      now({ [device]: true });
    } catch {
      now({ [device]: false, trouble: "devices" });
    }
  };
  const others = new Set<string>();

  audioVideo.addObserver({
    videoTileDidUpdate(tile) {
      if (!tile.tileId || !tile.boundAttendeeId) return;
      audioVideo.bindVideoElement(tile.tileId, tile.localTile ? screens.mine : screens.theirs);
      if (!tile.localTile) now({ theirs: tile.active });
    },
    videoTileWasRemoved() {
      now({ theirs: audioVideo.getAllRemoteVideoTiles().length > 0 });
    },
    audioVideoDidStop(status) {
      if (status.statusCode() !== MeetingSessionStatusCode.Left) now({ ...NOBODY, trouble: "lost" });
    },
  });
  audioVideo.realtimeSubscribeToAttendeeIdPresence((id, present) => {
    const [who] = id.split("#");
    if (who === own) return;
    if (present) others.add(who!);
    else others.delete(who!);
    now({ together: others.size > 0 });
  });

  const show = async () => {
    await audioVideo.startVideoInput({ facingMode: "user" });
    audioVideo.startLocalVideoTile();
  };
  await audioVideo.bindAudioElement(screens.sound);
  if (!coming.listens) await had("microphone", () => audioVideo.startAudioInput({ echoCancellation: true, noiseSuppression: true }));
  audioVideo.start();
  if (!coming.listens) await had("camera", show);

  return {
    async microphone(on) {
      if (on && !seen.microphone) audioVideo.realtimeUnmuteLocalAudio();
      if (!on) audioVideo.realtimeMuteLocalAudio();
      now({ microphone: on });
    },
    async camera(on) {
      if (on) return had("camera", show);
      audioVideo.stopLocalVideoTile();
      await audioVideo.stopVideoInput();
      now({ camera: false });
    },
    async leave() {
      audioVideo.stopLocalVideoTile();
      await Promise.allSettled([audioVideo.stopVideoInput(), audioVideo.stopAudioInput()]);
      audioVideo.stop();
      await devices.destroy();
    },
  };
}
