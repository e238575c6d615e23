// Small parts that the panels of the page share.
import { html, svg, type TemplateResult } from 'lit';
import type { Query } from '../state/query';
import { failure } from '../ui/states';

/** The colour of a group, as the chart has it; nothing but its place where it has none. */
export function swatch(colour: number | undefined): TemplateResult {
  return html`<svg class="swatch c${colour ?? 0}" viewBox="0 0 10 10" aria-hidden="true">
    ${colour ? svg`<rect width="10" height="10" rx="2"></rect>` : ''}
  </svg>`;
}

/** What leads to the entries behind it; plain where the API cannot tell them apart. */
export function figure(
  shown: TemplateResult | string,
  href: string | undefined,
): TemplateResult | string {
  return href ? html`<a class="figure-link" href=${href}>${shown}</a>` : shown;
}

/** What went wrong with the last question, also where an earlier answer is still there. */
export function faulty<T>(query: Query<T>): TemplateResult | undefined {
  return query.error && !query.loading ? failure(query.error, () => query.reload()) : undefined;
}
