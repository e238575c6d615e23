import type { ReactiveController, ReactiveControllerHost } from 'lit';
import ledgerEvents from '../../operations/ledger-events.graphql';
import { connection, follow } from '../api/live';

/** So often at most sums are asked for again while costs come in. */
const SUMS_MS = 3_000;

/** Tells, now and then, that sums may have changed: they are no subscription. */
export class Booked implements ReactiveController {
  private followed?: string;
  private unfollow = () => {};
  private timer?: ReturnType<typeof setTimeout>;

  constructor(
    host: ReactiveControllerHost,
    /** The platform whose costs are followed; undefined while none is, or another line tells. */
    private readonly platform: () => string | undefined,
    private readonly again: () => void,
    private readonly every = () => SUMS_MS,
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
      if (document.hidden) {
        this.changed();
      } else {
        this.again();
      }
    }, this.every());
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

/**
 * Tells that something of a platform was booked or corrected. What was booked before the first is
 * told, while the line was cut, is not: who shows sums asks again when the line is back.
 */
function followCosts(platformId: string, changed: () => void): () => void {
  let after: number | undefined;
  return follow<{ ledgerEvents: { sequence: number } }>(ledgerEvents, {
    variables: () => ({ platformId, types: ['COST_RECORDED', 'COST_ADJUSTED'], after }),
    changes: (events) => {
      after = events[events.length - 1].ledgerEvents.sequence;
      changed();
    },
    gone: () => {
      after = undefined;
      changed();
    },
  });
}
