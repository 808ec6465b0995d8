/** Stands where Chime's library would bring its client for text messages, which no room of ours sends. */
export class ChimeSDKMessagingClient {}
export class GetMessagingSessionEndpointCommand {}
