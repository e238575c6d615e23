import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { context } from '../state/context';
import { Watch } from '../state/store';
import { Element } from '../ui/element';

/** Which platform the page is about; nothing where there is only one. */
@customElement('cg-platform-picker')
export class PlatformPicker extends Element {
  private readonly watch = new Watch(this, [context]);

  protected override render(): TemplateResult | typeof nothing {
    void this.watch;
    const platforms = context.platforms ?? [];
    if (platforms.length < 2) {
      return nothing;
    }
    const chosen = context.platform?.platformId;
    return html`<select class="field" aria-label="Platform" @change=${this.choose}>
      ${platforms.map(
        ({ platformId, name }) =>
          html`<option value=${platformId} .selected=${platformId === chosen}>${name}</option>`,
      )}
    </select>`;
  }

  private choose(event: Event): void {
    context.choosePlatform((event.target as HTMLSelectElement).value);
  }
}
