import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Watch } from '../state/store';
import { theme, type ThemeChoice } from '../state/theme';
import { Element } from '../ui/element';
import { icon, type IconName } from '../ui/icons';

const NEXT: Record<ThemeChoice, { next: ThemeChoice; sign: IconName; word: string }> = {
  auto: { next: 'light', sign: 'auto', word: 'as the system has it' },
  light: { next: 'dark', sign: 'sun', word: 'light' },
  dark: { next: 'auto', sign: 'moon', word: 'dark' },
};

/** Light, dark, or as the system has it. */
@customElement('cg-theme-switch')
export class ThemeSwitch extends Element {
  private readonly watch = new Watch(this, [theme]);

  protected override render(): TemplateResult {
    void this.watch;
    const { next, sign, word } = NEXT[theme.choice];
    const label = `Theme: ${word}. Change to ${NEXT[next].word}`;
    return html`<button
      class="button plain"
      type="button"
      aria-label=${label}
      title=${label}
      @click=${() => theme.choose(next)}
    >
      ${icon(sign)}
    </button>`;
  }
}
