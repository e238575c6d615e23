import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { context } from '../state/context';
import { router } from '../state/router';
import { Watch } from '../state/store';
import { Element } from '../ui/element';
import { skeleton } from '../ui/states';
import './call-detail';
import './run-list';
import './run-view';

/** Runs: ways to find one; with `id` in the address that run, with `call` alone that call. */
@customElement('cg-runs-page')
export class RunsPage extends Element {
  private readonly watch = new Watch(this, [router, context]);

  protected override render(): TemplateResult {
    void this.watch;
    const { platform, range } = context;
    if (!platform || !range) {
      return skeleton(8);
    }
    const id = router.params.get('id');
    const call = router.params.get('call');
    if (id) {
      return html`<cg-run-view .platformId=${platform.platformId} .runId=${id}></cg-run-view>`;
    }
    return call
      ? html`<div class="runs column">
          <nav class="crumbs small" aria-label="Where the call is">
            <ol>
              <li><a href=${router.href('/runs')}>Runs</a></li>
            </ol>
          </nav>
          <h1 class="break">${call}</h1>
          <section class="panel run-side alone" aria-label="The call">
            <cg-call-detail .operationId=${call}></cg-call-detail>
          </section>
        </div>`
      : html`<cg-run-list
          .platformId=${platform.platformId}
          .zone=${platform.zone}
          .range=${range}
        ></cg-run-list>`;
  }
}
