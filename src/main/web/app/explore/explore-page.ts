import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import explorationsOperation from '../../operations/explorations.graphql';
import { send } from '../api/client';
import { context } from '../state/context';
import { Query } from '../state/query';
import { router } from '../state/router';
import { Watch } from '../state/store';
import { Element } from '../ui/element';
import { icon } from '../ui/icons';
import { empty, failure, skeleton } from '../ui/states';
import { ask, loadNames, type Answer, type Question } from './answers';
import './cypher-editor';
import type { CypherEditor } from './cypher-editor';
import { faultOf, faultView } from './fault';
import './library';
import type { Exploration } from './library';
import { address, asked, draftOf, keepDraft, NOTHING, type Draft } from './link';
import {
  changesOf,
  fieldsOf,
  jsonOf,
  ownFields,
  parameterFields,
  parametersIn,
  parametersOf,
  type Fields,
  type Parameter,
} from './parameters';
import './result-view';
import { STARTERS } from './starters';

/** Asking the graph itself: by a query of the library, or in one's own words. */
@customElement('cg-explore-page')
export class ExplorePage extends Element {
  @state() private text = '';
  @state() private fields: Fields = {};
  @state() private question?: Question;
  @state() private stopped = false;
  /** What was run does not fit into an address. */
  @state() private tooLong = false;
  /** What the statement was made from; its parameters go on to have their defaults. */
  private chosen?: Exploration;
  /** What of the address was read last. */
  private read?: string;
  /** What it says, without what was changed. */
  private origin?: Draft;
  private turn = 0;
  private readonly watch = new Watch(this, [router, context]);

  private readonly library = new Query<Exploration[]>(
    this,
    () => 'library',
    async (signal) => {
      type All = { explorations: Exploration[] };
      const { explorations } = await send<All>(explorationsOperation, {}, signal);
      return [...STARTERS, ...explorations];
    },
  );

  private readonly answer = new Query<Answer>(
    this,
    () => this.question && JSON.stringify(this.question),
    (signal) => ask(this.question!, signal),
  );

  protected override willUpdate(): void {
    void this.watch;
    const { data } = this.library;
    if (!data || !context.range) {
      return;
    }
    if (asked() !== this.read) {
      this.read = asked();
      this.readAddress(data);
    }
    if (this.question && !this.isChanged && !this.tooLong) {
      this.followPage(this.question);
    }
  }

  private readAddress(library: Exploration[]): void {
    const { params } = router;
    this.chosen = library.find(({ name }) => name === params.get('x'));
    this.text = this.chosen?.statement ?? params.get('q') ?? '';
    this.fields = fieldsOf(params.get('p'));
    this.origin = { text: this.text, fields: this.fields };
    this.tooLong = false;
    this.stopped = false;
    // a statement that came with a link runs when its reader wants it to
    this.question = this.chosen ? this.make() : undefined;
    // what was changed here and not run is there again
    Object.assign(this, draftOf(asked()));
  }

  /** An open exploration is asked again for another platform or time. */
  private followPage(question: Question): void {
    const parameters = jsonOf(this.parameters, fieldsOf(router.params.get('p')));
    if (parameters !== question.parameters) {
      this.question = { ...question, parameters };
      this.stopped = false;
    }
  }

  private get isChanged(): boolean {
    return this.text !== this.chosen?.statement;
  }

  /** Whether the parameters are no more those of the answer. */
  private get isOutdated(): boolean {
    const { question } = this;
    return (
      question?.statement === this.text &&
      question.parameters !== jsonOf(this.parameters, this.fields)
    );
  }

  private get parameters(): Parameter[] {
    const own = this.chosen ? parametersOf(this.chosen.defaults) : [];
    return this.isChanged ? parametersIn(this.text, own) : own;
  }

  private make(): Question {
    const name = this.isChanged || this.chosen?.draws ? undefined : this.chosen?.name;
    const parameters = jsonOf(this.parameters, this.fields);
    return { name, statement: this.text, parameters, turn: ++this.turn };
  }

  private run(): void {
    if (this.text.trim() === '' || !this.library.data) {
      return;
    }
    if (context.range?.live) {
      context.tick();
    }
    if (this.isChanged) {
      // from here on it is a statement of one's own, as it will be for who follows its address
      this.fields = ownFields(this.parameters, this.fields);
      this.chosen = undefined;
    }
    this.stopped = false;
    this.question = this.make();
    const changes = changesOf(this.parameters, this.fields);
    const p = changes && JSON.stringify(changes);
    const before = asked();
    this.tooLong = !address(this.chosen ? { x: this.chosen.name, p } : { q: this.text, p });
    if (before !== NOTHING && !this.tooLong) {
      // it is in the address from here on; where that was empty, what was written last stays
      keepDraft(before);
    }
    // what one goes to oneself is not read as if it came with a link
    this.read = asked();
    this.origin = { text: this.text, fields: this.fields };
  }

  private stop(): void {
    this.answer.stop();
    this.stopped = true;
  }

  private edit(text: string): void {
    if (text === this.text) {
      // put there by the page: what was typed last stays the draft
      return;
    }
    this.change(text, this.fields);
  }

  private change(text: string, fields: Fields): void {
    const draft: Draft = { text, fields };
    Object.assign(this, draft);
    const isSame = JSON.stringify(draft) === JSON.stringify(this.origin);
    keepDraft(asked(), isSame ? undefined : draft);
  }

  protected override render(): TemplateResult {
    return html`<div class="column">
      <div class="explore-head">
        <h1>Explore</h1>
        <p class="muted">
          Everything that is recorded is one graph. Open a question of the library, or ask your own
          in Cypher: nothing here can change what is booked.
        </p>
      </div>
      ${this.library.render({
        loading: () => html`<section class="panel">${skeleton(8)}</section>`,
        failed: (error, retry) => html`<section class="panel">${failure(error, retry)}</section>`,
        ready: (explorations) =>
          html`<div class="explore-grid">
            <cg-exploration-library
              .explorations=${explorations}
              .chosen=${this.isChanged ? '' : (this.chosen?.name ?? '')}
            ></cg-exploration-library>
            <div class="column">${this.asking()} ${this.answering()}</div>
          </div>`,
      })}
    </div>`;
  }

  private asking(): TemplateResult {
    const unknown = router.params.get('x');
    const { chosen } = this;
    const heading = chosen ? chosen.title : 'Your statement';
    return html`<section class="panel" aria-label="Question">
      <header>
        <h2>
          ${heading}
          ${chosen && this.isChanged ? html`<span class="muted">changed</span>` : nothing}
        </h2>
        ${
          chosen
            ? html`<a class="button plain" href=${router.href('/explore')}
                >${icon('edit')}Write your own</a
              >`
            : nothing
        }
      </header>
      <form class="body explore-form" @submit=${(event: Event) => this.submit(event)}>
        ${chosen ? html`<p>${chosen.description}</p>` : nothing}
        ${
          unknown && !chosen
            ? html`<p class="notice" role="alert">
                The library has no exploration '${unknown}'. It may have another name by now.
              </p>`
            : nothing
        }
        ${
          !chosen && router.params.get('q') && !this.question
            ? html`<p class="notice" role="status">
                This statement is from the address. Run it to see what it answers.
              </p>`
            : nothing
        }
        <cg-cypher-editor
          .value=${this.text}
          .parameters=${this.parameterNames}
          .names=${loadNames}
          .fault=${this.question?.statement === this.text ? faultOf(this.answer.error) : undefined}
          @edit=${(event: CustomEvent<string>) => this.edit(event.detail)}
          @run=${() => this.run()}
          @focusin=${() => void loadNames()}
        ></cg-cypher-editor>
        ${parameterFields(this.parameters, this.fields, (name, value) => {
          this.change(this.text, { ...this.fields, [name]: value });
        })}
        ${this.buttons()}
        ${
          this.tooLong
            ? html`<p class="notice" role="status">
                This statement is too long for an address: to share it, copy the text.
              </p>`
            : nothing
        }
      </form>
    </section>`;
  }

  private get parameterNames(): string[] {
    return [...new Set([...this.parameters.map(({ name }) => name), ...PAGE_PARAMETERS])];
  }

  private buttons(): TemplateResult {
    const changes = changesOf(this.parameters, this.fields);
    return html`<div class="row wrap">
      <button class="button primary" type="submit" ?disabled=${this.text.trim() === ''}>
        ${icon('right')}Run
      </button>
      ${
        this.answer.loading
          ? html`<button class="button" type="button" @click=${() => this.stop()}>
              ${icon('stop')}Stop
            </button>`
          : nothing
      }
      ${
        changes
          ? html`<button
              class="button plain"
              type="button"
              @click=${() => this.change(this.text, {})}
            >
              Reset the parameters
            </button>`
          : nothing
      }
      ${
        this.origin?.text && this.text !== this.origin.text
          ? html`<button
              class="button plain"
              type="button"
              @click=${() => this.edit(this.origin!.text)}
            >
              Undo the changes
            </button>`
          : nothing
      }
      <span class="muted small keys"><kbd>${RUN_KEYS}</kbd> runs it, Ctrl Space suggests</span>
    </div>`;
  }

  private submit(event: Event): void {
    event.preventDefault();
    this.run();
  }

  private answering(): TemplateResult {
    const panel = (content: TemplateResult) =>
      html`<section class="panel" aria-label="Answer">${content}</section>`;
    if (!context.range) {
      return panel(skeleton(6));
    }
    if (!this.question) {
      return panel(
        empty(
          'Nothing has run yet.',
          html`<p class="muted">
            Open something of the library, or write a statement and press ${RUN_KEYS}.
          </p>`,
        ),
      );
    }
    if (this.stopped) {
      return panel(
        empty(
          'Stopped.',
          html`<p class="muted">
            What has begun may go on in the database for a while, 20 s at most.
          </p>`,
        ),
      );
    }
    return this.answer.render({
      loading: () => panel(skeleton(6)),
      failed: (error) =>
        panel(
          faultView(
            error,
            () => this.querySelector<CypherEditor>('cg-cypher-editor')?.showFault(),
            () => this.run(),
          ),
        ),
      ready: (answer) =>
        html`${
            this.isOutdated
              ? html`<p class="notice" role="status">
                  The parameters have changed since: run it again.
                </p>`
              : nothing
          }
          <cg-cypher-result
            .answer=${answer}
            .currency=${context.platform?.currency ?? 'USD'}
            .name=${this.question?.name ?? this.chosen?.name ?? 'answer'}
          ></cg-cypher-result>`,
    });
  }
}

/** Those that have a value from the page. */
const PAGE_PARAMETERS = ['platformId', 'from', 'to', 'at', 'zone'];

const RUN_KEYS = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘ Enter' : 'Ctrl Enter';
