import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import { asApiError, type ApiError } from '../api/errors';
import { session } from './session';

/** How the parts of a query's answer look. */
export interface QueryViews<T> {
  loading: () => TemplateResult;
  ready: (data: T) => TemplateResult;
  failed: (error: ApiError, retry: () => void) => TemplateResult;
}

/**
 * An answer of the API that a component shows. It is asked for again when its key changes; what is
 * no longer wanted is aborted, and the last answer stays in sight while the next one loads.
 */
export class Query<T> implements ReactiveController {
  data?: T;
  error?: ApiError;
  loading = false;
  private asked?: string;
  /** The key that data is the answer to. */
  private answered?: string;
  private kept?: string;
  /** The question that is pending, in the reader's words: keep and the address. */
  private about?: string;
  /** Whether to ask once more when what is pending is there. */
  private more = false;
  private abort?: AbortController;
  private end = () => {};

  constructor(
    private readonly host: ReactiveControllerHost,
    /** What the answer depends on; undefined while it cannot be asked for. */
    private readonly key: () => string | undefined,
    private readonly load: (signal: AbortSignal) => Promise<T>,
    /**
     * While `keep` gives the same, an answer to another key is a newer one to the same question:
     * the former stays in sight until it is there, or fails. While the address stays, too, only
     * time has gone on: a newer one waits for what is pending, else a slow one would never arrive.
     */
    private readonly options: { keep?: () => string } = {},
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.end = session.subscribe(() => {
      if (!session.refusal && this.error) {
        this.reload();
      }
    });
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
      const about = keep === undefined ? undefined : `${keep} ${location.search}`;
      if (this.loading && about !== undefined && about === this.about) {
        this.more = true;
        return;
      }
      this.about = about;
      if (keep === undefined || keep !== this.kept) {
        this.data = undefined;
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
    this.abort?.abort();
  }

  render(views: QueryViews<T>): TemplateResult {
    const failed = this.error !== undefined && this.answered !== this.asked;
    if (this.data !== undefined && !failed) {
      return views.ready(this.data);
    }
    return this.error ? views.failed(this.error, () => this.reload()) : views.loading();
  }

  private async run(): Promise<void> {
    this.stop();
    const abort = new AbortController();
    this.abort = abort;
    const { asked } = this;
    this.loading = true;
    this.error = undefined;
    this.host.requestUpdate();
    try {
      const data = await this.load(abort.signal);
      if (!abort.signal.aborted) {
        this.data = data;
        this.answered = asked;
      }
    } catch (thrown) {
      if (!abort.signal.aborted) {
        this.error = asApiError(thrown);
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
}
