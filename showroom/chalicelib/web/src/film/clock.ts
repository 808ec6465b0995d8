/** The house's time on this device, to some hundredths of a second: so that all who watch see one picture. */

export class HouseClock {
  private ahead = 0;
  private trip = Infinity;

  /** Ask by `work`, which answers when it was at the house; the answer that took least is believed most. */
  async ask<T extends { now: string }>(work: () => Promise<T>): Promise<T> {
    const left = performance.now();
    const answer = await work();
    const came = performance.now();
    const ahead = Date.parse(answer.now) - (left + came) / 2;
    // A clock that was moved, here or there, is believed at once; otherwise a slow answer does not disturb a quick one.
    if (came - left <= this.trip * 1.5 || Math.abs(ahead - this.ahead) > 1000 + came - left) {
      [this.ahead, this.trip] = [ahead, came - left];
    }
    return answer;
  }

  /** Milliseconds since 1970, as they pass at the house. Never goes back, whatever becomes of the device's own clock. */
  now(): number {
    return performance.now() + this.ahead;
  }
}
