import budgetChanged from '../../operations/budget-changed.graphql';
import budgetStatuses from '../../operations/budget-statuses.graphql';
import { send } from '../api/client';
import { follow } from '../api/live';
import type { Budget, BudgetStatus } from '../api/types';

const PAGE = 500;
/** The API lists at most so many in a subtree; more would not be read by anybody. */
const BUDGETS_MAX = 5_000;
/** Subscriptions are scarce: what is below other roots is asked for again now and then. */
const ROOTS_FOLLOWED_MAX = 10;

interface Pages {
  budgets: { nodes: Budget[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

/** All budgets of a platform as they stood at a moment. */
export async function loadBudgets(
  platformId: string,
  at: Date | undefined,
  signal: AbortSignal,
): Promise<Budget[]> {
  const all: Budget[] = [];
  let after: string | null = null;
  do {
    const page: Pages = await send(
      budgetStatuses,
      { platformId, at: at?.toISOString(), first: PAGE, after },
      signal,
    );
    const { budgets } = page;
    all.push(...budgets.nodes);
    after = budgets.pageInfo.hasNextPage ? budgets.pageInfo.endCursor : null;
  } while (after && all.length < BUDGETS_MAX);
  return all;
}

export function rootsOf(budgets: Budget[]): Budget[] {
  const known = new Set(budgets.map(({ budgetId }) => budgetId));
  return budgets.filter(({ parents }) => !parents.some(({ budgetId }) => known.has(budgetId)));
}

/** Whether every budget is below a root that is followed. */
export function allFollowed(budgets: Budget[]): boolean {
  const roots = rootsOf(budgets).length;
  return roots > 0 && roots <= ROOTS_FOLLOWED_MAX;
}

export type Changed = BudgetStatus & {
  budget: Pick<Budget, 'budgetId' | 'name' | 'limit' | 'parents'>;
};

/**
 * Follows the budgets of a platform, or one and what is below it. `changed` is called once a frame
 * and root at most, with all that came meanwhile; `failed` where a root cannot be followed.
 */
export function followBudgets(
  budgets: Budget[],
  changed: (statuses: Changed[]) => void,
  failed?: () => void,
): () => void {
  const ends = rootsOf(budgets)
    .slice(0, ROOTS_FOLLOWED_MAX)
    .map(({ budgetId }) =>
      follow<{ budgetChanged: Changed[] }>(budgetChanged, {
        variables: () => ({ budgetId }),
        changes: (pages) => changed(pages.flatMap((page) => page.budgetChanged)),
        failed,
      }),
    );
  return () => ends.forEach((end) => end());
}

/** What was loaded, but for what has been told meanwhile and is newer. */
export function latest(loaded: Budget[], shown?: Map<string, Budget>): Map<string, Budget> {
  return new Map(
    loaded.map((budget) => {
      const before = shown?.get(budget.budgetId)?.status;
      const newer =
        before &&
        before.sequence > budget.status.sequence &&
        Date.parse(before.periodStart) === Date.parse(budget.status.periodStart);
      return [budget.budgetId, newer ? { ...budget, status: before } : budget];
    }),
  );
}

/**
 * Takes in what has changed: the status with the higher sequence wins, of the period that is shown
 * or, while the present is shown, of a later one. Returns the ids of what is new to the reader.
 */
export function merge(
  budgets: Map<string, Budget>,
  statuses: Changed[],
  present: boolean,
): Set<string> {
  const fresh = new Set<string>();
  for (const { budget, ...status } of statuses) {
    const known = budgets.get(budget.budgetId);
    if (!known) {
      continue;
    }
    const shown = known.status;
    const samePeriod = Date.parse(status.periodStart) === Date.parse(shown.periodStart);
    const later = present && Date.parse(status.periodStart) > Date.parse(shown.periodStart);
    if (later || (samePeriod && status.sequence > shown.sequence)) {
      if (
        status.spent !== shown.spent ||
        status.held !== shown.held ||
        status.state !== shown.state ||
        budget.limit !== known.limit
      ) {
        fresh.add(budget.budgetId);
      }
      budgets.set(budget.budgetId, {
        ...known,
        name: budget.name,
        limit: budget.limit,
        status: { ...shown, ...status },
      });
    }
  }
  return fresh;
}
