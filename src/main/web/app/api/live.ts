import { createClient, type Client } from 'graphql-ws';
import { session } from '../state/session';
import { Store } from '../state/store';
import { apiError, type ApiError, type GraphQlError } from './errors';
import type { Variables } from './client';

const RETRY_MS_FIRST = 500;
const RETRY_MS_MAX = 15_000;
const PING_MS = 15_000;
const PONG_MS_MAX = 8_000;

/** Codes with which trying again would meet the same answer. */
const FINAL = new Set(['NOT_FOUND', 'OUT_OF_RANGE', 'CONTRADICTING_IDS', 'BAD_REQUEST']);

export type LiveState = 'idle' | 'connecting' | 'live' | 'lost';

/** How the connection for changes stands; shown in the header. */
class Connection extends Store {
  state: LiveState = 'idle';
  private followers = 0;
  private client?: Client;
  private ponged?: ReturnType<typeof setTimeout>;

  constructor() {
    super();
    session.subscribe(() => this.drop());
  }

  /** One socket for all subscriptions, opened with the first and closed after the last. */
  get(): Client {
    this.client ??= createClient({
      url: location.origin.replace(/^http/, 'ws') + '/graphql',
      connectionParams: () =>
        session.authorization ? { Authorization: session.authorization } : {},
      // every subscription resumes from its own place, see subscribe
      retryAttempts: 0,
      lazyCloseTimeout: 3_000,
      keepAlive: PING_MS,
      on: {
        connecting: () => this.become(this.state === 'lost' ? 'lost' : 'connecting'),
        connected: () => this.become('live'),
        closed: (event) => {
          clearTimeout(this.ponged);
          const { code, wasClean } = event as CloseEvent;
          if (code === 4401 || code === 4403) {
            session.refused();
          }
          this.become(this.followers === 0 || (wasClean && code === 1000) ? 'idle' : 'lost');
        },
        ping: (received) => {
          if (!received) {
            this.ponged = setTimeout(() => this.client?.terminate(), PONG_MS_MAX);
          }
        },
        pong: (received) => {
          if (received) {
            clearTimeout(this.ponged);
          }
        },
      },
    });
    return this.client;
  }

  /** Whoever follows opens a lost connection again. */
  join(): void {
    this.followers++;
  }

  /** After the last of them nobody does, so that it is lost no more. */
  leave(): void {
    if (--this.followers === 0 && this.state !== 'live') {
      this.become('idle');
    }
  }

  private become(state: LiveState): void {
    if (this.state !== state) {
      this.state = state;
      this.changed();
    }
  }

  /** The next subscription connects anew, e.g. with another token. */
  private drop(): void {
    void this.client?.dispose();
    this.client = undefined;
  }
}

export const connection = new Connection();

export interface LiveOptions<T> {
  /** Asked for at every connection: a subscription that can resume says from where. */
  variables: () => Variables;
  /** All that came since the last frame, in order. */
  changes: (items: T[]) => void;
  /**
   * Events after what `variables` named are no longer kept: read anew what they changed. It is
   * called before the next try, so that this can begin elsewhere.
   */
  gone?: () => void;
  /** The subscription has ended for good. */
  failed?: (error: ApiError) => void;
}

/**
 * Follows one subscription of graphql/operations until the returned function is called. A lost
 * connection is opened again, at first after half a second, then more slowly, at once when the
 * machine is back on the network or the tab is looked at again.
 */
export function follow<T>(operation: string, options: LiveOptions<T>): () => void {
  let ended = false;
  const deliver = perFrame<T>((items) => {
    if (!ended) {
      options.changes(items);
    }
  });
  let end = () => {};
  let wait = RETRY_MS_FIRST;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const again = () => {
    if (!ended && !session.refusal && timer === undefined) {
      timer = setTimeout(start, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, RETRY_MS_MAX);
    }
  };
  const start = () => {
    clearTimeout(timer);
    timer = undefined;
    let over = false;
    const finished = (what: () => void) => {
      if (!over) {
        over = true;
        what();
      }
    };
    end = connection.get().subscribe<T>(
      { query: operation, variables: options.variables() },
      {
        next: (result) => {
          wait = RETRY_MS_FIRST;
          // a subscription that is refused has its field, with null in it
          if (result.data && Object.values(result.data).some((value) => value !== null)) {
            deliver(result.data);
          } else if (result.errors?.length) {
            finished(() => fail(apiError(result.errors as unknown as GraphQlError[])));
          }
        },
        error: (failure) =>
          finished(() =>
            Array.isArray(failure) ? fail(apiError(failure as GraphQlError[])) : again(),
          ),
        complete: () => finished(again),
      },
    );
  };
  const fail = (error: ApiError) => {
    if (FINAL.has(error.code)) {
      options.failed?.(error);
    } else {
      if (error.code === 'EVENTS_GONE') {
        options.gone?.();
      }
      again();
    }
  };
  const now = () => {
    if (timer !== undefined && document.visibilityState === 'visible') {
      wait = RETRY_MS_FIRST;
      start();
    }
  };
  const entered = session.subscribe(() => {
    if (!session.refusal) {
      end();
      wait = RETRY_MS_FIRST;
      again();
    }
  });
  addEventListener('online', now);
  document.addEventListener('visibilitychange', now);
  connection.join();
  start();
  return () => {
    if (ended) {
      return;
    }
    ended = true;
    clearTimeout(timer);
    entered();
    removeEventListener('online', now);
    document.removeEventListener('visibilitychange', now);
    end();
    connection.leave();
  };
}

/** Collects what comes and hands it over once a frame, or a few times a second out of sight. */
function perFrame<T>(deliver: (items: T[]) => void): (item: T) => void {
  let waiting: T[] = [];
  const flush = () => {
    const items = waiting;
    waiting = [];
    deliver(items);
  };
  return (item) => {
    if (waiting.push(item) === 1) {
      if (document.hidden) {
        setTimeout(flush, 250);
      } else {
        requestAnimationFrame(flush);
      }
    }
  };
}
