import { html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import '../costs/cost-arithmetic';
import { router } from '../state/router';
import '../ui/dialog';
import { Element } from '../ui/element';

/** Why a single call cost what it cost, in front of the page. */
@customElement('cg-entry-dialog')
export class EntryDialog extends Element {
  @state() private operationId = '';
  @state() private open = false;

  show(operationId: string): void {
    this.operationId = operationId;
    this.open = true;
  }

  protected override render(): TemplateResult {
    const { operationId } = this;
    return html`<cg-dialog
      heading="Why it cost that"
      .open=${this.open}
      .body=${html`<p>
          Call
          <a href=${router.href('/runs', { call: operationId })}
            ><code class="long">${operationId}</code></a
          >
        </p>
        <cg-cost-arithmetic .operationId=${operationId}></cg-cost-arithmetic>`}
      @closed=${() => (this.open = false)}
    ></cg-dialog>`;
  }
}
