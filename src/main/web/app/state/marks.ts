import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** How long a change is marked, as the animation of the class has it. */
const FRESH_MS = 2_400;

/** What has just changed, for a moment; what changes again meanwhile stays marked. */
export class Marks implements ReactiveController {
  fresh: ReadonlySet<string> = new Set();
  private readonly ends = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.ends.forEach(clearTimeout);
    this.ends.clear();
  }

  mark(ids: Iterable<string>): void {
    for (const id of ids) {
      clearTimeout(this.ends.get(id));
      this.ends.set(
        id,
        setTimeout(() => {
          this.ends.delete(id);
          this.show();
        }, FRESH_MS),
      );
    }
    this.show();
  }

  private show(): void {
    this.fresh = new Set(this.ends.keys());
    this.host.requestUpdate();
  }
}
