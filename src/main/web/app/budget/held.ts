import reservationsOperation from '../../operations/reservations.graphql';
import { send } from '../api/client';
import { add, compare, subtract, type Decimal } from '../format/decimal';
import { now } from '../format/time';

export interface Reservation {
  reservationId: string;
  agentId: string;
  taskId: string | null;
  amount: Decimal;
  /** Held on budgets of TOKENS. */
  tokens: number;
  state: 'OPEN' | 'SETTLED' | 'RELEASED' | 'EXPIRED';
  createdAt: string;
  expiresAt: string;
  endedAt: string | null;
}

export interface ReservationPage {
  nodes: Reservation[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** What was held over time, as far as it is known. */
export interface HeldHistory {
  reservations: Reservation[];
  /** Undefined: all of the period; else what was held before is not known. */
  knownFrom?: Date;
  /** When they were asked for: what has begun or ended since is not among them. */
  asOf: Date;
}

const PAGE = 500;
const PAGES_MAX = 2;
/** The longest life of a reservation that nobody extends. */
const LIFE_MS = 86_400_000;

export async function loadReservations(
  variables: Record<string, unknown>,
  signal?: AbortSignal,
): Promise<ReservationPage> {
  type Answer = { reservations: ReservationPage };
  return (await send<Answer>(reservationsOperation, variables, signal)).reservations;
}

/**
 * The newest reservations of a budget back to the beginning of a period: there is no series of what
 * was held, but each reservation says from when to when it was.
 */
export async function loadHeld(
  budgetId: string,
  periodStart: Date,
  signal: AbortSignal,
): Promise<HeldHistory> {
  const reservations: Reservation[] = [];
  const asOf = now();
  const since = periodStart.getTime() - LIFE_MS;
  let after: string | null = null;
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer: ReservationPage = await loadReservations(
      { budgetId, first: PAGE, after },
      signal,
    );
    reservations.push(...answer.nodes);
    after = answer.pageInfo.endCursor;
    const oldest = answer.nodes[answer.nodes.length - 1];
    if (!answer.pageInfo.hasNextPage || Date.parse(oldest.createdAt) < since) {
      return { reservations, asOf };
    }
  }
  const knownFrom = new Date(reservations[reservations.length - 1].createdAt);
  return { reservations, knownFrom, asOf };
}

interface Step {
  at: number;
  change: Decimal;
}

/** The most that was held at once within each stretch of time, by the order of the stretches. */
export function peaks(
  { reservations }: HeldHistory,
  stretches: { from: Date; to: Date }[],
  inTokens: boolean,
): Decimal[] {
  const steps: Step[] = reservations.flatMap((reservation) => {
    const { createdAt, endedAt, expiresAt } = reservation;
    const size = inTokens ? String(reservation.tokens) : reservation.amount;
    const end = Math.min(Date.parse(endedAt ?? expiresAt), Date.parse(expiresAt));
    return [
      { at: Date.parse(createdAt), change: size },
      { at: end, change: subtract('0', size) },
    ];
  });
  // what ends when another begins is not held at once with it
  steps.sort((a, b) => a.at - b.at || compare(a.change, b.change));
  let held: Decimal = '0';
  let next = 0;
  return stretches.map(({ from, to }) => {
    while (next < steps.length && steps[next].at <= from.getTime()) {
      held = add(held, steps[next++].change);
    }
    let most = held;
    while (next < steps.length && steps[next].at < to.getTime()) {
      held = add(held, steps[next++].change);
      most = compare(held, most) > 0 ? held : most;
    }
    return most;
  });
}
