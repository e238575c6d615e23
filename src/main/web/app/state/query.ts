import {
  html,
  nothing,
  type ReactiveController,
  type ReactiveControllerHost,
  type TemplateResult,
} from 'lit';
import { asApiError, type ApiError } from '../api/errors';
import { connection } from '../api/live';
import { outdated } from '../ui/states';
import { session } from './session';

/** So soon after a failure an answer in sight is asked for again, then ever more slowly. */
const AGAIN_MS_FIRST = 5_000;
const AGAIN_MS_MAX = 60_000;
/** Codes of what may be over in a while. */
const PASSING = new Set(['NETWORK', 'UNAVAILABLE', 'OVERLOADED']);

/** How the parts of a query's answer look. */
export interface QueryViews<T> {
  loading: () => TemplateResult;
  ready: (data: T) => TemplateResult;
  failed: (error: ApiError, retry: () => void) => TemplateResult;
}

/**
 * An answer of the API that a component shows. It is asked for again when its key changes; what is
 * no longer wanted is aborted. The last answer stays in sight while the next one loads, and, with a
 * notice, where a newer one to the same question fails.
 */
export class Query<T> implements ReactiveController {
  data?: T;
  error?: ApiError;
  /** Why the answer in sight could not be asked for again. */
  late?: ApiError;
  loading = false;
  private asked?: string;
  /** The key that data is the answer to. */
  private answered?: string;
  private answeredAbout?: string;
  private kept?: string;
  /** The question that is pending, in the reader's words. */
  private about?: string;
  /** Whether to ask once more when what is pending is there. */
  private more = false;
  private abort?: AbortController;
  private wait = AGAIN_MS_FIRST;
  private timer?: ReturnType<typeof setTimeout>;
  private end = () => {};

  constructor(
    private readonly host: ReactiveControllerHost,
    /** What the answer depends on; undefined while it cannot be asked for. */
    private readonly key: () => string | undefined,
    private readonly load: (signal: AbortSignal) => Promise<T>,
    /**
     * While `keep` gives the same, an answer to another key is a newer one to the same question:
     * the former stays in sight until it is there, or fails. While `about` stays, too, only time
     * has gone on: a newer one waits for what is pending, else a slow one would never arrive, and
     * if it fails the former stays. Without an `about` it is what `keep` gives.
     */
    private readonly options: { keep?: () => string; about?: () => string } = {},
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    const ends = [
      session.subscribe(() => !session.refusal && this.again()),
      connection.subscribe(() => connection.state === 'live' && this.again()),
    ];
    this.end = () => ends.forEach((end) => end());
  }

  hostDisconnected(): void {
    this.end();
    this.stop();
    this.asked = undefined;
    this.about = undefined;
  }

  hostUpdate(): void {
    const key = this.key();
    if (key !== undefined && key !== this.asked) {
      this.asked = key;
      const keep = this.options.keep?.();
      const about = this.options.about?.() ?? keep;
      if (this.loading && about !== undefined && about === this.about) {
        this.more = true;
        return;
      }
      this.about = about;
      if (keep === undefined || keep !== this.kept) {
        this.data = undefined;
        this.late = undefined;
      }
      this.kept = keep;
      void this.run();
    }
  }

  /** Asks again; what is shown stays until the answer is there. */
  reload(): void {
    if (this.asked === undefined) {
      return;
    }
    if (this.loading) {
      this.more = true;
    } else {
      void this.run();
    }
  }

  /** Waits no longer for what is being asked; what is shown stays. */
  stop(): void {
    this.more = false;
    clearTimeout(this.timer);
    this.abort?.abort();
  }

  /** Above what is shown, where that could not be asked for again. */
  outdated(): TemplateResult | typeof nothing {
    return this.late ? outdated(this.late, () => this.reload()) : nothing;
  }

  render(views: QueryViews<T>): TemplateResult {
    if (this.data !== undefined && !this.error) {
      return html`${this.outdated()}${views.ready(this.data)}`;
    }
    return this.error ? views.failed(this.error, () => this.reload()) : views.loading();
  }

  private async run(): Promise<void> {
    this.stop();
    const abort = new AbortController();
    this.abort = abort;
    const { asked, about } = this;
    this.loading = true;
    this.error = undefined;
    this.host.requestUpdate();
    try {
      const data = await this.load(abort.signal);
      if (!abort.signal.aborted) {
        this.data = data;
        this.answered = asked;
        this.answeredAbout = about;
        this.late = undefined;
        this.wait = AGAIN_MS_FIRST;
      }
    } catch (thrown) {
      if (!abort.signal.aborted) {
        this.failed(asApiError(thrown), asked, about);
      }
    }
    if (this.abort === abort) {
      this.loading = false;
      this.host.requestUpdate();
      if (this.more) {
        void this.run();
      }
    }
  }

  /** An answer to the same question stays in sight: it is only older than it could be. */
  private failed(error: ApiError, asked?: string, about?: string): void {
    const same = asked === this.answered || (about && about === this.answeredAbout);
    if (this.data === undefined || !same) {
      this.error = error;
      this.late = undefined;
      return;
    }
    this.late = error;
    if (PASSING.has(error.code)) {
      this.timer = setTimeout(() => this.reload(), this.wait);
      this.wait = Math.min(this.wait * 2, AGAIN_MS_MAX);
    }
  }

  private again(): void {
    if (this.error ?? this.late) {
      this.reload();
    }
  }
}
