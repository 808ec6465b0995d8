/** What `/v1/me` and what belongs to it answer. */
import type { Booking } from "../common/shapes.js";

export type Channel = "email" | "sms" | "whatsapp";
export type Purpose = "service" | "marketing";
export type Level = "open" | "events_only" | "on_request" | "none";

export interface Me {
  name: string;
  language: string;
  languages: string[];
  advisor: { id: string; name: string } | null;
  boutique: { id: string; name: string; city: string; telephone: string } | null;
  level: Level;
  channels: Channel[];
  preferred_channel: Channel | null;
  consents: { channel: Channel; purpose: Purpose; state: "given" | "withdrawn" }[];
  permissions: { channel: Channel; purpose: string; allowed: boolean; reason: string }[];
  texts: { purpose: Purpose; version: string; text: string }[];
}

export interface Bookings {
  items: Booking[];
  after: string | null;
}

export interface LastTime {
  experience: Booking["experience"];
  boutique: Booking["boutique"];
  advisor: { name: string } | null;
}

export interface Delegate {
  id: string;
  name: string;
  email_masked: string;
  since: string;
  expires_at: string;
  state: "active" | "expired" | "revoked";
}

/** For whom a delegate acts. */
export interface Delegation {
  client: string;
  expires_at: string;
  language: string;
}
