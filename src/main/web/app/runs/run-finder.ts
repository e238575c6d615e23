import { html, type TemplateResult } from 'lit';
import { router } from '../state/router';

/** A field for the id of a run that one knows, from a log for example. */
export function runFinder(known = ''): TemplateResult {
  return html`<form class="finder" role="search" aria-label="Find a run" @submit=${find}>
    <label class="visually-hidden" for="run-id">Run id</label>
    <input
      class="field"
      id="run-id"
      name="id"
      type="search"
      placeholder="Run id"
      autocomplete="off"
      spellcheck="false"
      required
      maxlength="128"
      .value=${known}
    />
    <button class="button" type="submit">Open run</button>
  </form>`;
}

function find(event: Event): void {
  event.preventDefault();
  const id = String(new FormData(event.target as HTMLFormElement).get('id')).trim();
  if (id) {
    router.go('/runs', { id });
  }
}
