// Links to the exports of the service, for files of any size: see docs/exports.md.
import { html, type TemplateResult } from 'lit';
import { asApiError } from '../api/errors';
import { save } from '../format/csv';
import { session } from '../state/session';
import { toast } from '../ui/toasts';
import type { CostFilter } from './question';

/** Undefined where a value cannot be given in an address of an export. */
function exportHref(path: string, filter: CostFilter): string | undefined {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      const text =
        typeof one === 'object' && one !== null
          ? `${(one as { key: string }).key}=${(one as { value: string }).value}`
          : String(one);
      if (name !== 'tags' && text.includes(',')) {
        return undefined;
      }
      params.append(name, text);
    }
  }
  return `/export/${path}?${params}`;
}

/** What there is to download of a filter: its usages, and unless these alone, charges as FOCUS. */
export function exportsOf(filter: CostFilter, usagesAlone = false): TemplateResult {
  const usage = exportHref('usage', filter);
  const focus = exportHref('focus', filter);
  if (!usage || !focus) {
    return html`<span class="muted small"
      >No export: its parameters take no id that has a comma.</span
    >`;
  }
  return html`<a
      class="button"
      href=${usage}
      download
      title="Every usage of this filter with all its columns, of any size"
      @click=${fetched}
      >All usages as CSV</a
    >${
      usagesAlone
        ? ''
        : html`<a
            class="button"
            href=${focus}
            download
            title="FinOps Open Cost and Usage Specification 1.2, charges by day"
            @click=${fetched}
            >FOCUS</a
          >`
    }`;
}

/** A link carries no token: where there is one the file is asked for here. */
function fetched(event: Event): void {
  const { authorization } = session;
  if (!authorization) {
    return;
  }
  event.preventDefault();
  void keep((event.currentTarget as HTMLAnchorElement).href, authorization);
}

async function keep(href: string, authorization: string): Promise<void> {
  try {
    const response = await fetch(href, { headers: { Authorization: authorization } });
    if (response.status === 401) {
      session.refused();
      return;
    }
    if (!response.ok) {
      toast(`The export was refused with status ${response.status}.`, true);
      return;
    }
    const name = /filename="?([^";]+)/.exec(response.headers.get('Content-Disposition') ?? '');
    // an export that breaks off fails here: it is whole or nothing
    save(name?.[1] ?? 'export.csv', await response.blob());
  } catch (thrown) {
    toast(`The export broke off: ${asApiError(thrown).message}.`, true);
  }
}
