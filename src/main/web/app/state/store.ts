import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Something that several components show: tells them when it has changed. */
export class Store {
  private readonly listeners = new Set<() => void>();

  /** Returns what ends the subscription. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  protected changed(): void {
    for (const listener of [...this.listeners]) {
      listener();
    }
  }
}

/** Renders its host again whenever one of the stores has changed. */
export class Watch implements ReactiveController {
  private ends: (() => void)[] = [];

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly stores: Store[],
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.ends = this.stores.map((store) => store.subscribe(() => this.host.requestUpdate()));
  }

  hostDisconnected(): void {
    this.ends.forEach((end) => end());
    this.ends = [];
  }
}
