import { Store } from './store';

const KEY = 'costgraph.token';

/** The token of this tab, where the service wants one. It is forgotten with the tab. */
class Session extends Store {
  private current = sessionStorage.getItem(KEY);
  /** Why a token is asked for; undefined while none is. */
  refusal?: string;

  get authorization(): string | undefined {
    return this.current ? `Bearer ${this.current}` : undefined;
  }

  get hasToken(): boolean {
    return this.current !== null;
  }

  /** Asks the reader for a token: the service refused the request. */
  refused(): void {
    this.refusal = this.current
      ? 'The service does not know this token.'
      : 'This service wants a token.';
    this.changed();
  }

  enter(token: string): void {
    this.current = token;
    sessionStorage.setItem(KEY, token);
    this.refusal = undefined;
    this.changed();
  }

  /** Begins anew without the token: nothing that was read with it stays in sight or connected. */
  forget(): void {
    sessionStorage.removeItem(KEY);
    location.reload();
  }
}

export const session = new Session();
