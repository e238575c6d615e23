import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { isoDay } from '../format/time';
import { context } from '../state/context';
import { CHOICES, describe } from '../state/range';
import { router } from '../state/router';
import { Watch } from '../state/store';
import { Element } from '../ui/element';

/** Which time the page is about: a calendar unit, some days, or two dates. */
@customElement('cg-range-picker')
export class RangePicker extends Element {
  @state() private asking = false;
  private readonly watch = new Watch(this, [context]);

  protected override render(): TemplateResult | typeof nothing {
    void this.watch;
    const range = context.range;
    const zone = context.platform?.zone;
    if (!range || !zone) {
      return nothing;
    }
    const known = CHOICES.some(({ key }) => key === range.key);
    return html`<select
        class="field"
        aria-label="Time"
        title=${describe(range, zone)}
        @change=${this.choose}
      >
        ${
          known
            ? nothing
            : html`<option value=${range.key} .selected=${true}>${range.label}</option>`
        }
        ${CHOICES.map(
          ({ key, label }) =>
            html`<option value=${key} .selected=${key === range.key}>${label}</option>`,
        )}
        <option value="ask">From … to …</option>
      </select>
      <cg-dialog
        .open=${this.asking}
        heading="From … to …"
        .body=${html`<form
          id="range-form"
          class="stack"
          @submit=${(event: Event) => this.apply(event)}
        >
          <label
            >First day
            <input
              class="field"
              type="date"
              name="from"
              required
              .value=${isoDay(range.from, zone)}
            />
          </label>
          <label
            >Last day
            <input
              class="field"
              type="date"
              name="to"
              required
              .value=${isoDay(new Date(range.to.getTime() - 1), zone)}
            />
          </label>
          <p class="muted small">Days of ${zone}, the platform's zone.</p>
        </form>`}
        .actions=${html`<button class="button primary" type="submit" form="range-form">
          Show
        </button>`}
        @closed=${this.close}
      ></cg-dialog>`;
  }

  private choose(event: Event): void {
    const select = event.target as HTMLSelectElement;
    if (select.value === 'ask') {
      this.asking = true;
      select.value = context.range?.key ?? 'month';
    } else {
      router.set({ range: select.value, from: null, to: null });
    }
  }

  private apply(event: Event): void {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const [from, to] = [String(form.get('from')), String(form.get('to'))].sort();
    router.set({ range: 'custom', from, to });
    this.asking = false;
  }

  private close(): void {
    this.asking = false;
  }
}
