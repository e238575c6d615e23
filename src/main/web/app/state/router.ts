import { Store } from './store';

/** Paths of the page that the service answers with index.html, see PageRoutes. */
const PATHS = ['/', '/costs', '/budget', '/runs', '/explore', '/prices'] as const;
export type Path = (typeof PATHS)[number];

/** Kept when one goes from page to page. */
const SHARED = ['platform', 'range', 'from', 'to'];

/** Of a list each value is a parameter of that name. */
export type Params = Record<string, string | readonly string[] | null | undefined>;

/** Where the reader is. Everything that a link should bring back is in the address. */
class Router extends Store {
  path: Path = '/';
  params = new URLSearchParams();

  constructor() {
    super();
    addEventListener('popstate', () => this.read());
    document.addEventListener('click', (event) => this.clicked(event));
    this.read();
  }

  /** The address of a page: its own parameters and those that all pages share. */
  href(path: Path, params: Params = {}): string {
    const all = new URLSearchParams();
    for (const name of SHARED) {
      const value = this.params.get(name);
      if (value) {
        all.set(name, value);
      }
    }
    assign(all, params);
    const query = all.toString();
    return query ? `${path}?${query}` : path;
  }

  /** The address of the page one is on, with other parameters. */
  here(params: Params): string {
    const all = new URLSearchParams(this.params);
    assign(all, params);
    const query = all.toString();
    return query ? `${this.path}?${query}` : this.path;
  }

  go(path: Path, params: Params = {}): void {
    this.visit(this.href(path, params));
  }

  /** Changes parameters of the page one is on; replace: without a step in the history. */
  set(params: Params, replace = false): void {
    this.visit(this.here(params), replace);
  }

  /** As a click on a link to a page does. */
  visit(href: string, replace = false): void {
    history[replace ? 'replaceState' : 'pushState'](null, '', href);
    const before = this.path;
    this.read();
    if (this.path !== before) {
      scrollTo(0, 0);
    }
  }

  private read(): void {
    const path = location.pathname as Path;
    this.path = PATHS.includes(path) ? path : '/';
    this.params = new URLSearchParams(location.search);
    this.changed();
  }

  /** A plain click on a link to a page stays in this document. */
  private clicked(event: MouseEvent): void {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    ) {
      return;
    }
    const link = event
      .composedPath()
      .find((target): target is HTMLAnchorElement => target instanceof HTMLAnchorElement);
    if (
      link?.href &&
      !link.target &&
      !link.hasAttribute('download') &&
      link.origin === location.origin &&
      PATHS.includes(link.pathname as Path) &&
      !(link.hash && link.pathname === location.pathname)
    ) {
      event.preventDefault();
      this.visit(link.pathname + link.search);
    }
  }
}

function assign(all: URLSearchParams, params: Params): void {
  for (const [name, value] of Object.entries(params)) {
    all.delete(name);
    for (const one of typeof value === 'string' ? [value] : (value ?? [])) {
      if (one !== '') {
        all.append(name, one);
      }
    }
  }
}

export const router = new Router();
