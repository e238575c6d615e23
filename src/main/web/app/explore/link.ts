import { router, type Params } from '../state/router';
import type { Fields } from './parameters';

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

/** Of an address that asks nothing. */
export const NOTHING = '\n\n';

const DRAFTS = 'costgraph.explore.drafts';
const DRAFTS_MAX = 20;

/** A question as it stands on the page. */
export interface Draft {
  text: string;
  fields: Fields;
}

/** By what is asked by the address that they are changes of, the one changed last at the end. */
function drafts(): Map<string, Draft> {
  return new Map(JSON.parse(sessionStorage.getItem(DRAFTS) ?? '[]') as [string, Draft][]);
}

/** What was made in this tab of what an address asks, and neither run nor undone. */
export function draftOf(asked: string): Draft | undefined {
  return drafts().get(asked);
}

/** Keeps it in the place of the one before; without one, there is none any more. */
export function keepDraft(asked: string, draft?: Draft): void {
  const all = drafts();
  all.delete(asked);
  if (draft) {
    all.set(asked, draft);
  }
  sessionStorage.setItem(DRAFTS, JSON.stringify([...all].slice(-DRAFTS_MAX)));
}
