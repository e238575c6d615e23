import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { router } from '../state/router';
import { Element } from '../ui/element';
import { icon } from '../ui/icons';

/** A query of the library, or a statement of the page that draws. */
export interface Exploration {
  name: string;
  title: string;
  description: string;
  parameters: string[];
  /** A JSON object. */
  defaults: string;
  statement: string;
  /** Whether it is the page's own: it goes as a statement, not by its name. */
  draws?: boolean;
}

/** Beside the statement there is room for all of it; below, it is folded until it is asked for. */
const WIDE = '(min-width: 1100px)';

/** The explorations by what they answer, searched by their words. */
@customElement('cg-exploration-library')
export class ExplorationLibrary extends Element {
  @property({ attribute: false }) explorations: Exploration[] = [];
  /** The name of the one that is open. */
  @property() chosen = '';
  @state() private search = '';
  private readonly wide = matchMedia(WIDE);
  private readonly turned = () => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    this.wide.addEventListener('change', this.turned);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.wide.removeEventListener('change', this.turned);
  }

  protected override render(): TemplateResult {
    const found = this.found();
    return html`<details class="panel library" ?open=${this.wide.matches}>
      <summary>
        <h2>Library</h2>
        <span class="muted small">${this.explorations.length}</span>
      </summary>
      <div class="library-search">
        <input
          class="field"
          type="search"
          aria-label="Search the library"
          placeholder="Search, e.g. budget, retries, model"
          .value=${this.search}
          @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
        />
        <span class="visually-hidden" role="status"
          >${this.search ? `${found.length} found` : ''}</span
        >
      </div>
      <nav class="library-list" aria-label="Library" @click=${this.fold}>
        ${this.group(
          'As a graph',
          found.filter(({ draws }) => draws),
        )}
        ${this.group(
          'As a table',
          found.filter(({ draws }) => !draws),
        )}
        ${
          found.length
            ? nothing
            : html`<p class="none">
                Nothing in the library has these words. Write the question as a statement instead.
              </p>`
        }
      </nav>
    </details>`;
  }

  /** Below the list there is what was chosen. */
  private fold(event: Event): void {
    if (!this.wide.matches && (event.target as HTMLElement).closest('a')) {
      this.querySelector('details')!.open = false;
    }
  }

  private group(heading: string, list: Exploration[]): TemplateResult | typeof nothing {
    return list.length === 0
      ? nothing
      : html`<h3>${heading}</h3>
          <ul>
            ${list.map(
              ({ name, title, description, draws }) =>
                html`<li>
                  <a
                    href=${router.href('/explore', { x: name })}
                    title=${description}
                    aria-current=${name === this.chosen ? 'true' : nothing}
                    >${icon(draws ? 'graph' : 'table')}<span>${title}</span></a
                  >
                </li>`,
            )}
          </ul>`;
  }

  /** Each word has to be somewhere in it; those with it in the title come first. */
  private found(): Exploration[] {
    const words = this.search.toLowerCase().split(/\s+/).filter(Boolean);
    const inTitle = ({ title }: Exploration) =>
      words.every((word) => title.toLowerCase().includes(word));
    const all = this.explorations.filter((exploration) => {
      const text = `${exploration.title} ${exploration.name} ${exploration.description}`;
      return words.every((word) => text.toLowerCase().includes(word));
    });
    return words.length ? all.sort((a, b) => Number(inTitle(b)) - Number(inTitle(a))) : all;
  }
}
