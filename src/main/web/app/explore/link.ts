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

const DRAFT = 'costgraph.explore';

/** What was typed last in this tab, where the address has nothing. */
export function draft(): string {
  return sessionStorage.getItem(DRAFT) ?? '';
}

export function keepDraft(statement: string): void {
  sessionStorage.setItem(DRAFT, statement);
}
