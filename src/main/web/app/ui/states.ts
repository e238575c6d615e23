import { html, nothing, type TemplateResult } from 'lit';
import type { ApiError } from '../api/errors';
import { icon } from './icons';

/** Where something will be as soon as it is loaded. */
export function skeleton(lines = 4): TemplateResult {
  return html`<div class="skeletons" role="status">
    <span class="visually-hidden">Loading</span>
    ${Array.from(
      { length: lines },
      (_, i) => html`<span class="skeleton ${i % 3 === 2 ? 'short' : ''}"></span>`,
    )}
  </div>`;
}

/** Nothing is there, and what could be done about it. */
export function empty(message: string, more?: TemplateResult | string): TemplateResult {
  return html`<div class="empty">
    ${icon('empty')}
    <p>${message}</p>
    ${more ?? nothing}
  </div>`;
}

/** Above an answer that stays in sight although asking for a newer one failed. */
export function outdated(error: ApiError, retry: () => void): TemplateResult {
  return html`<p class="outdated small" role="status">
    ${icon('warn')}<span>Not up to date: ${error.message}.</span>
    <button class="button plain small" type="button" @click=${retry}>Try again</button>
  </p>`;
}

/** What went wrong, what helps, and a way to try again. */
export function failure(error: ApiError, retry?: () => void): TemplateResult {
  return html`<div class="failure" role="alert">
    ${icon('bad')}
    <p>${error.message}</p>
    ${error.advice ? html`<p class="muted">${error.advice}</p>` : nothing}
    <p class="small"><code>${error.code}${error.field ? ` · ${error.field}` : ''}</code></p>
    ${
      retry
        ? html`<button class="button" type="button" @click=${retry}>Try again</button>`
        : nothing
    }
  </div>`;
}
