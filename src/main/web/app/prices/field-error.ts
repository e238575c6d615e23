import { html, nothing, type TemplateResult } from 'lit';
import type { ApiError } from '../api/errors';

/** Whether an error is about a field, as the API names it, e.g. price.model. */
export function invalid(error: ApiError | undefined, field: string): 'true' | typeof nothing {
  return error?.field === field ? 'true' : nothing;
}

export function describedBy(error: ApiError | undefined, field: string): string | typeof nothing {
  return error?.field === field ? errorId(field) : nothing;
}

/** What the API says about a field; undefined where it says nothing. */
export function fieldError(error: ApiError | undefined, field: string): TemplateResult | undefined {
  return error?.field === field
    ? html`<p class="field-error" id=${errorId(field)} role="alert">${error.message}</p>`
    : undefined;
}

function errorId(field: string): string {
  return `error-${field.replaceAll('.', '-')}`;
}
