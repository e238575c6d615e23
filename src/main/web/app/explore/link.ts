import { router, type Params } from '../state/router';

/** What the service takes of a request's first line is 4,096 bytes. */
const ADDRESS_MAX = 4_000;

/** Puts a question into the address; false where it is too long for one, which is then cleared. */
export function address(params: Params): boolean {
  const all: Params = { x: null, q: null, p: null, ...params };
  const fits = router.href('/explore', all).length <= ADDRESS_MAX;
  const wanted = fits ? all : { x: null, q: null, p: null };
  const same = Object.entries(wanted).every(
    ([name, value]) => (router.params.get(name) ?? '') === (value ?? ''),
  );
  if (!same) {
    router.set(wanted);
  }
  return fits;
}

/** What of the address a question is read from. */
export function asked(): string {
  return ['x', 'q', 'p'].map((name) => router.params.get(name) ?? '').join('\n');
}

const DRAFT = 'costgraph.explore.draft';

interface Draft {
  text: string;
  /** Of which address it is a change. */
  asked: string;
}

/** What was typed last in this tab and not undone. */
export function draft(): Draft | undefined {
  const kept = sessionStorage.getItem(DRAFT);
  return kept ? (JSON.parse(kept) as Draft) : undefined;
}

export function keepDraft(text: string): void {
  sessionStorage.setItem(DRAFT, JSON.stringify({ text, asked: asked() }));
}

export function dropDraft(): void {
  sessionStorage.removeItem(DRAFT);
}
