import budgetAbove from '../../operations/budget-above.graphql';
import budgetChildren from '../../operations/budget-children.graphql';
import budgetOperation from '../../operations/budget.graphql';
import { send } from '../api/client';
import type { Budget } from '../api/types';
import { add, compare, prorate, ratio, subtract, type Decimal } from '../format/decimal';
import { exactCount, exactMoney, glanceAmount } from '../format/numbers';
import { day, time } from '../format/time';
import { beginOf, elapsed } from '../overview/budget-tree';
import { PACE_FROM, type BarFigures } from '../ui/budget-bar';

const DAY_MS = 86_400_000;

/** A budget on the way up, with those above it as far as they were asked for. */
export interface Above {
  budgetId: string;
  /** Undefined where the way goes on from here, further than was asked. */
  name?: string;
  frozen?: boolean;
  parents?: Above[];
}

/** A budget as its own page shows it. */
export interface BudgetDetail extends Budget {
  platformId: string;
  /** Fractions of the limit. */
  warningThresholds: Decimal[];
  parents: Above[];
  children: Budget[];
}

/** Null for an id that is not known; at undefined is now, which the service knows best. */
export async function loadBudget(
  budgetId: string,
  at: Date | undefined,
  signal: AbortSignal,
): Promise<BudgetDetail | null> {
  type Part<K extends keyof BudgetDetail> = { budget: Pick<BudgetDetail, K> | null };
  const variables = { budgetId, at: at?.toISOString() };
  const [own, above, below] = await Promise.all([
    send<{ budget: BudgetDetail | null }>(budgetOperation, variables, signal),
    send<Part<'parents'>>(budgetAbove, { budgetId }, signal),
    send<Part<'children'>>(budgetChildren, variables, signal),
  ]);
  return own.budget && { ...own.budget, ...above.budget, ...below.budget };
}

/** Whether what was loaded was moved since, or a budget came right below it or went from there. */
export function isElsewhere(
  { budgetId, parents }: Pick<Budget, 'budgetId' | 'parents'>,
  loaded: BudgetDetail,
): boolean {
  if (budgetId === loaded.budgetId) {
    return idsOf(parents) !== idsOf(loaded.parents);
  }
  const listed = loaded.children.some((child) => child.budgetId === budgetId);
  return listed !== parents.some((parent) => parent.budgetId === loaded.budgetId);
}

function idsOf(budgets: { budgetId: string }[]): string {
  return `${budgets.map(({ budgetId }) => budgetId).sort()}`;
}

/** Each way from a root down to a parent of the budget. */
export function waysUp({ parents }: { parents?: Above[] }): Above[][] {
  return (parents ?? []).flatMap((parent) => {
    const above = waysUp(parent);
    return above.length ? above.map((way) => [...way, parent]) : [[parent]];
  });
}

/** A budget above that is frozen: it denies what is reserved below it. */
export function frozenAbove(budget: BudgetDetail): Above | undefined {
  return waysUp(budget)
    .flat()
    .find(({ frozen }) => frozen);
}

/** The last day of the period that is shown, with the time of one that is shorter than a day. */
export function endWords({ periodStart, periodEnd, zone }: Standing): string {
  const last = day(new Date(periodEnd.getTime() - 1), zone, false);
  return periodEnd.getTime() - periodStart.getTime() < DAY_MS / 2
    ? `${last}, ${time(periodEnd, zone)}`
    : last;
}

/** What will be spent at the end, in words. */
export function rateWords(standing: Standing, forecast: Decimal): string {
  const size = glanceAmount(forecast, standing.currency);
  return `≈ ${size} by ${endWords(standing)} at the rate so far`;
}

/** How a budget stands at a moment of the period that is shown, and where it will if it goes on. */
export interface Standing extends BarFigures {
  /** Whether the period goes on. */
  present: boolean;
  periodStart: Date;
  /** The moment: now, or the end of a period that does not go on. */
  at: Date;
  /** What an even pace would have spent by now; null without a limit. */
  even: Decimal | null;
  /** What will be spent at the end at the rate so far; undefined where it is too early to say. */
  forecast?: Decimal;
}

export function standing(budget: Budget, now: Date): Standing {
  const { status, limit, currency } = budget;
  const periodStart = new Date(status.periodStart);
  const periodEnd = new Date(status.periodEnd);
  const present = periodStart <= now && now < periodEnd;
  const at = present ? now : periodEnd;
  const begin = beginOf(budget);
  const share = now < periodStart ? 0 : elapsed(budget, at);
  const length = periodEnd.getTime() - begin.getTime();
  const passed = Math.max(0, at.getTime() - begin.getTime());
  return {
    spent: status.spent,
    held: status.held,
    limit,
    currency,
    state: status.state,
    zone: budget.zone,
    begin,
    elapsed: share,
    periodStart,
    periodEnd,
    present,
    at,
    even: limit === null ? null : prorate(limit, passed, length),
    forecast:
      present && status.state !== 'CLOSED' && share >= PACE_FROM
        ? rounded(prorate(status.spent, length, passed), currency)
        : undefined,
  };
}

/** An estimate has no digits below the nano, and none of a token. */
function rounded(value: Decimal, currency: string | null): Decimal {
  return currency ? value : value.replace(/\..*/, '');
}

/** The share of the limit that is used, for words and bars; undefined without one. */
export function usedShare({ spent, limit }: { spent: Decimal; limit: Decimal | null }) {
  return limit === null ? undefined : ratio(spent, limit);
}

/** Spent and held together against a limit: what would remain; below zero is over it. */
export function remainingOf(limit: Decimal, spent: Decimal, held: Decimal): Decimal {
  return subtract(limit, add(spent, held));
}

export function isNegative(value: Decimal): boolean {
  return compare(value, '0') < 0;
}

/** All digits of an amount in the budget's unit. */
export function exactAmount(value: Decimal, currency: string | null): string {
  return currency ? exactMoney(value, currency) : `${exactCount(value)} tokens`;
}

const TYPES: Record<string, string> = {
  PLATFORM: 'platform',
  PROJECT: 'project',
  TASK: 'task',
  AGENT: 'agent',
  USER: 'user',
  MODEL: 'model',
};

/** What a budget is allocated to. */
export function allocation({ type, resourceId }: Budget): string {
  const kind = TYPES[type];
  return kind ? `${kind} ${resourceId ?? ''}`.trim() : 'custom, of what is below it';
}

/** Whether a budget only narrows what others count, see docs/domain.md. */
export function narrows(type: string): boolean {
  return type === 'AGENT' || type === 'USER' || type === 'MODEL';
}

export const ENFORCEMENTS: { key: Budget['enforcement']; word: string; what: string }[] = [
  { key: 'HARD', word: 'Hard', what: 'a reservation that does not fit is denied' },
  { key: 'SOFT', word: 'Soft', what: 'it is admitted, with a warning' },
  { key: 'TRACK', word: 'Track', what: 'it is only measured' },
];

export function enforcementWords(key: Budget['enforcement']): string {
  const known = ENFORCEMENTS.find((candidate) => candidate.key === key);
  return known ? `${known.word}: ${known.what}` : key;
}

/** A fraction as a percentage with all its digits, e.g. "0.8" as "80". */
export function asPercent(fraction: Decimal): string {
  const [whole, digits = ''] = fraction.split('.');
  const padded = digits.padEnd(2, '0');
  const left = `${whole}${padded.slice(0, 2)}`.replace(/^(-?)0+(?=\d)/, '$1');
  const right = padded.slice(2);
  return right ? `${left}.${right}` : left;
}

/** Thresholds as people read them, e.g. "80%, 95%". */
export function percentages(fractions: Decimal[]): string {
  return fractions.map((value) => `${asPercent(value)}%`).join(', ');
}

/** A percentage that was typed as a fraction; what is none stays as it is, for the API to judge. */
export function asFraction(percent: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(percent);
  if (!match) {
    return percent;
  }
  const digits = match[2].padStart(3, '0');
  const fraction = (digits.slice(-2) + (match[3] ?? '')).replace(/0+$/, '');
  const whole = digits.slice(0, -2).replace(/^0+(?=\d)/, '');
  return `${match[1]}${whole}${fraction ? `.${fraction}` : ''}`;
}

/** Which figures of the budget itself are new. */
export function figuresChanged(before: Budget | undefined, after: Budget | undefined): string[] {
  return (['spent', 'held', 'remaining'] as const)
    .filter((figure) => before?.status[figure] !== after?.status[figure])
    .map((figure) => `#${figure}`);
}
