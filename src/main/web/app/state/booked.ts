import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { connection } from '../api/live';
import { followCosts } from '../overview/budgets';

/** So often at most sums are asked for again while costs come in. */
const SUMS_MS = 3_000;

/** Tells, now and then, that sums may have changed: they are no subscription. */
export class Booked implements ReactiveController {
  private followed?: string;
  private unfollow = () => {};
  private timer?: ReturnType<typeof setTimeout>;

  constructor(
    host: ReactiveControllerHost,
    /** The platform whose costs are followed; undefined while none is. */
    private readonly platform: () => string | undefined,
    private readonly again: () => void,
    private readonly every = SUMS_MS,
  ) {
    host.addController(this);
  }

  hostUpdate(): void {
    this.follow(this.platform());
  }

  hostDisconnected(): void {
    this.follow(undefined);
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  changed(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.again();
    }, this.every);
  }

  private follow(wanted: string | undefined): void {
    if (wanted !== this.followed) {
      this.unfollow();
      this.followed = wanted;
      const ends = wanted
        ? [
            followCosts(wanted, () => this.changed()),
            // what was booked while nobody listened is not told
            connection.subscribe(() => connection.state === 'live' && this.changed()),
          ]
        : [];
      this.unfollow = () => ends.forEach((end) => end());
    }
  }
}
