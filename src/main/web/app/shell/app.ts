import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { asApiError, type ApiError } from '../api/errors';
import { PAGES, type Page } from '../pages';
import { context } from '../state/context';
import { router } from '../state/router';
import { Watch } from '../state/store';
import { Element } from '../ui/element';
import { icon } from '../ui/icons';
import { empty, failure, skeleton } from '../ui/states';
import './live-sign';
import './platform-picker';
import './range-picker';
import './sign-out';
import './theme-switch';
import './token-dialog';
import '../ui/toasts';

/** The frame of every page: where one is, what it is about, and the page itself. */
@customElement('cg-app')
export class App extends Element {
  @state() private loaded?: Page;
  @state() private error?: ApiError;
  private wanted?: Page;
  private readonly watch = new Watch(this, [router, context]);

  protected override willUpdate(): void {
    void this.watch;
    const page = PAGES.find(({ path }) => path === router.path) ?? PAGES[0];
    if (page !== this.wanted) {
      void this.open(page);
    }
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('loaded') && changed.get('loaded') && this.loaded) {
      // a page change without a load is silent to screen readers unless the focus goes there
      this.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
    }
  }

  private async open(page: Page): Promise<void> {
    this.wanted = page;
    this.error = undefined;
    const error = await page.load().then(() => undefined, asApiError);
    // another page may be wanted by now
    if (this.wanted === page) {
      this.error = error;
      this.loaded = page;
      document.title = `${page.title} · costgraph`;
    }
  }

  protected override render(): TemplateResult {
    return html`
      <a class="skip-link" href="#main" @click=${this.skip}>Skip to content</a>
      <header class="app-header">
        <a class="brand" href=${router.href('/')}>${icon('brand')}<span>costgraph</span></a>
        <nav class="app-nav" aria-label="Pages">
          <ul>
            ${PAGES.filter(({ nav }) => nav).map(
              ({ path, title }) =>
                html`<li>
                  <a
                    href=${router.href(path)}
                    aria-current=${this.wanted?.path === path ? 'page' : nothing}
                    >${title}</a
                  >
                </li>`,
            )}
          </ul>
        </nav>
        <div class="app-tools">
          <cg-live-sign></cg-live-sign>
          <cg-platform-picker></cg-platform-picker>
          <cg-range-picker></cg-range-picker>
          <cg-theme-switch></cg-theme-switch>
          <cg-sign-out></cg-sign-out>
        </div>
      </header>
      <main class="app-main" id="main" tabindex="-1">${this.content()}</main>
      <cg-toasts></cg-toasts>
      <cg-token-dialog></cg-token-dialog>
    `;
  }

  private content(): TemplateResult | unknown {
    if (this.error) {
      return failure(this.error, () => this.wanted && void this.open(this.wanted));
    }
    if (context.error) {
      return failure(context.error, () => void context.load());
    }
    if (!context.platforms || !this.loaded) {
      return skeleton(6);
    }
    if (!context.platform) {
      const wanted = router.params.get('platform');
      return wanted
        ? empty(
            `There is no platform '${wanted}'.`,
            html`<a href=${router.href(router.path, { platform: null })}>Show another one</a>`,
          )
        : empty(
            'Nothing has been recorded yet.',
            html`<p class="muted">
              Record the first usage with <code>recordUsage</code>, or start with
              <code>COSTGRAPH_SAMPLE=true</code> to look around in a sample organisation.
            </p>`,
          );
    }
    // another platform is another page: nothing of the one before stays in sight
    return keyed(context.platform.platformId, this.loaded.view());
  }

  private skip(event: Event): void {
    event.preventDefault();
    this.querySelector<HTMLElement>('main')?.focus();
  }
}
