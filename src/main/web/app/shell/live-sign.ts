import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { connection, type LiveState } from '../api/live';
import { Watch } from '../state/store';
import { Element } from '../ui/element';
import { icon, type IconName } from '../ui/icons';

const SIGNS: Record<LiveState, { sign: IconName; word: string; title: string }> = {
  idle: { sign: 'ring', word: '', title: '' },
  connecting: { sign: 'ring', word: 'Connecting', title: 'Connecting for changes' },
  live: { sign: 'dot', word: 'Live', title: 'Changes are shown as they happen' },
  lost: {
    sign: 'ring',
    word: 'Reconnecting',
    title: 'The connection for changes was lost; nothing is missed once it is back',
  },
};

/** Whether changes are coming in. */
@customElement('cg-live-sign')
export class LiveSign extends Element {
  private readonly watch = new Watch(this, [connection]);

  protected override render(): TemplateResult {
    void this.watch;
    const { sign, word, title } = SIGNS[connection.state];
    return html`<span class="live" role="status" data-state=${connection.state} title=${title}>
      ${word ? html`${icon(sign)}${word}` : ''}
    </span>`;
  }
}
