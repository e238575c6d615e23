import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CostBreakdown, CostRow } from '../api/types';
import { compare } from '../format/decimal';
import { keyOf, wordOf, type Dimension } from '../format/labels';
import { count, money, none, percent } from '../format/numbers';
import type { Range } from '../state/range';
import { rangeCosts } from '../state/range-costs';
import { router } from '../state/router';
import { Element } from '../ui/element';
import { failure, skeleton } from '../ui/states';
import { trend } from '../ui/stat';
import '../ui/table';
import type { Column } from '../ui/table';

const ROWS = 6;

/** Who or what cost most in a stretch of time, beside the same length of time before. */
@customElement('cg-top-costs')
export class TopCosts extends Element {
  @property() by: Dimension = 'AGENT';
  @property() platformId = '';
  @property({ attribute: false }) range?: Range;

  private readonly query = rangeCosts(this, () => ({
    groupBy: [this.by],
    first: ROWS,
    previous: true,
  }));

  reload(): void {
    this.query.reload();
  }

  protected override render(): TemplateResult {
    const word = wordOf(this.by);
    return html`<section class="panel" aria-label=${`Top ${word}s`}>
      <header>
        <h2>Top ${word}s</h2>
        <a class="small" href=${router.href('/costs', { by: this.by })}>All ${word}s</a>
      </header>
      ${this.query.render({
        loading: () => skeleton(ROWS),
        failed: failure,
        ready: (data) =>
          html`<cg-table
            caption=${`The ${word}s that cost most`}
            none="Nothing was spent in this time."
            .columns=${this.columns(data)}
            .rows=${data.rows.filter(({ totals }) => totals.calls > 0)}
          ></cg-table>`,
      })}
    </section>`;
  }

  private columns({ currency, previous: before }: CostBreakdown): Column<CostRow>[] {
    return [
      {
        key: 'key',
        label: wordOf(this.by).replace(/^./, (c) => c.toUpperCase()),
        className: 'name',
        cell: ({ keys, totals }) => {
          const name = keyOf(keys[0], this.by);
          return html`<span title=${name}>${name}</span>${
              totals.unpricedCalls
                ? html` <span class="muted" title="Calls without a known price are not in the cost"
                    >(${count(totals.unpricedCalls)} unpriced)</span
                  >`
                : nothing
            }`;
        },
        order: (a, b) => keyOf(a.keys[0], this.by).localeCompare(keyOf(b.keys[0], this.by)),
      },
      {
        key: 'cost',
        label: 'Cost',
        end: true,
        cell: ({ totals }) => money(totals.cost, currency),
        order: (a, b) => compare(a.totals.cost, b.totals.cost),
      },
      {
        key: 'share',
        label: 'Share',
        cell: ({ share }) => {
          const part = 100 * Number(share ?? 0);
          return html`<svg class="share" role="img" aria-label=${percent(part / 100)}>
            <title>${percent(part / 100, 1)}</title>
            <rect class="track" width="100%" height="6" rx="3"></rect>
            <rect class="part" width="${part}%" height="6" rx="3"></rect>
          </svg>`;
        },
      },
      {
        key: 'before',
        label: 'vs. before',
        title: 'Against the same length of time before',
        end: true,
        cell: ({ totals, previous }) => {
          if (!before) {
            return none('the time before is kept as sums only');
          }
          return previous
            ? trend(totals.cost, previous.cost, currency)
            : html`<span class="muted">new</span>`;
        },
      },
    ];
  }
}
