import platformsOperation from '../../operations/platforms.graphql';
import latestUsage from '../../operations/latest-usage.graphql';
import { send } from '../api/client';
import { asApiError, type ApiError } from '../api/errors';
import { isoDay, now, startOf } from '../format/time';
import { rangeOf, type Range } from './range';
import { router } from './router';
import { session } from './session';
import { Store } from './store';

export interface Platform {
  platformId: string;
  name: string;
  currency: string;
  /** IANA: its days and months. */
  zone: string;
}

const KEY = 'costgraph.platform';
/** So old at most is the present when the reader goes on to something else. */
const PRESENT_MS = 30_000;
/** So often a platform that is not there yet is looked for. */
const EMPTY_MS = 5_000;

/** What all pages are about: the platforms, the one that is looked at, and the time. */
class Context extends Store {
  platforms?: Platform[];
  error?: ApiError;
  /** The last month with usage where this one has none, e.g. 2026-10. */
  lastMonth?: string;
  private asked?: string;
  private known?: { key: string; range?: Range };
  /** Fixed for a while, so that what is asked for stays the same between two renderings. */
  private now = now();

  constructor() {
    super();
    router.subscribe(() => this.routed());
    session.subscribe(() => {
      if (!session.refusal && this.error) {
        void this.load();
      }
    });
    setInterval(() => {
      if (this.platforms && !this.platform && !document.hidden && !session.refusal) {
        void this.load();
      }
    }, EMPTY_MS);
    void this.load();
  }

  get platform(): Platform | undefined {
    const wanted = router.params.get('platform');
    const list = this.platforms ?? [];
    return (
      list.find((p) => p.platformId === wanted) ??
      (wanted ? undefined : list.find((p) => p.platformId === localStorage.getItem(KEY))) ??
      (wanted ? undefined : list[0])
    );
  }

  /**
   * Undefined while it is not known yet which one is meant; the same object until something of it
   * changes.
   */
  get range(): Range | undefined {
    const key = `${location.search} ${this.platform?.platformId} ${this.lastMonth} ${+this.now}`;
    if (this.known?.key !== key) {
      this.known = { key, range: this.readRange() };
    }
    return this.known.range;
  }

  private readRange(): Range | undefined {
    const platform = this.platform;
    if (!platform) {
      return undefined;
    }
    const chosen = this.chosenRange ?? this.lastMonth;
    if (chosen === undefined) {
      return undefined;
    }
    const params = new URLSearchParams(router.params);
    params.set('range', chosen || 'month');
    return rangeOf(params, platform.zone, this.now);
  }

  /** What the address says; two days are enough. */
  private get chosenRange(): string | undefined {
    const { params } = router;
    const days = params.has('from') && params.has('to') ? 'custom' : undefined;
    return params.get('range') || days;
  }

  /** Whether the range was chosen here, because the present month has no usage. */
  get fallback(): boolean {
    return !this.chosenRange && !!this.lastMonth;
  }

  get moment(): Date {
    return this.now;
  }

  choosePlatform(platformId: string): void {
    localStorage.setItem(KEY, platformId);
    router.set({
      platform: platformId,
      // what these name is of the platform that is left
      id: null,
      at: null,
      call: null,
      also: null,
      budget: null,
      project: null,
      task: null,
      run: null,
      tagKey: null,
      mark: null,
      usage: null,
      walk: null,
    });
  }

  /** Moves the present on, so that pages ask for what has happened since. */
  tick(): void {
    this.now = now();
    this.changed();
  }

  /** Where an earlier month was chosen: goes on with this one, and says so, once it has usage. */
  async present(): Promise<boolean> {
    if (!this.platform || !this.fallback) {
      return false;
    }
    this.now = now();
    await this.findLastMonth(this.platform);
    return this.lastMonth === '';
  }

  async load(): Promise<void> {
    this.error = undefined;
    this.changed();
    try {
      const { platforms } = await send<{ platforms: Platform[] }>(platformsOperation);
      this.platforms = platforms;
      // by the service's clock, which its first answer tells
      this.now = now();
    } catch (thrown) {
      this.error = asApiError(thrown);
    }
    this.routed();
  }

  private routed(): void {
    // entries that are open stay those of the figure that was clicked
    if (!router.params.has('mark') && +now() - +this.now > PRESENT_MS) {
      this.now = now();
    }
    const platform = this.platform;
    if (platform && !router.params.get('platform') && (this.platforms?.length ?? 0) > 1) {
      // so that the address can be passed on; this comes back here
      router.set({ platform: platform.platformId }, true);
      return;
    }
    if (platform && this.asked !== platform.platformId) {
      this.asked = platform.platformId;
      this.lastMonth = undefined;
      void this.findLastMonth(platform);
    }
    this.changed();
  }

  private async findLastMonth({ platformId, zone }: Platform): Promise<void> {
    type Latest = { usages: { nodes: { timestamp: string }[] } };
    let found = this.lastMonth ?? '';
    try {
      const { usages } = await send<Latest>(latestUsage, { platformIds: [platformId] });
      const last = usages.nodes[0]?.timestamp;
      const earlier = last && new Date(last) < startOf('month', this.now, zone);
      found = earlier ? isoDay(new Date(last), zone).slice(0, 7) : '';
    } catch {
      // without a first answer the present month is shown, which says itself what is wrong
    }
    if (this.asked === platformId) {
      this.lastMonth = found;
      this.changed();
    }
  }
}

export const context = new Context();
