/** What carries picture and sound between two people: what the room page asks of it, whoever does it. */

/** What there is to see and hear at this moment. */
export interface Seen {
  /** The other is in the room, with a picture or without. */
  together: boolean;
  /** The other's picture comes. */
  theirs: boolean;
  microphone: boolean;
  camera: boolean;
  /** `devices`: neither camera nor microphone could be had, or not both; `lost`: it ended without anybody leaving. */
  trouble: "" | "devices" | "lost";
}

/** Where it is shown. */
export interface Screens {
  mine: HTMLVideoElement;
  theirs: HTMLVideoElement;
  sound: HTMLAudioElement;
}

/** One conversation, from coming in to leaving. */
export interface Conversation {
  microphone(on: boolean): Promise<void>;
  camera(on: boolean): Promise<void>;
  leave(): Promise<void>;
}

/** Who comes in, and with what the house answered when she asked to. */
export interface Coming {
  booking: string;
  me: "client" | "host";
  join: Record<string, unknown>;
  /** She only sees and hears: nothing of hers is sent, and no device is asked for. */
  listens?: boolean;
}

/** A module that carries pictures. It comes in without devices rather than not at all. */
export interface Carrier {
  enter(coming: Coming, screens: Screens, told: (seen: Seen) => void): Promise<Conversation>;
}

export const NOBODY: Seen = { together: false, theirs: false, microphone: false, camera: false, trouble: "" };
