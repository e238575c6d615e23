import { html } from 'lit';
import closeBudget from '../../operations/close-budget.graphql';
import freezeOperation from '../../operations/freeze.graphql';
import release from '../../operations/release.graphql';
import subtreeStatus from '../../operations/subtree-status.graphql';
import { send } from '../api/client';
import { ApiError } from '../api/errors';
import { isZero } from '../format/decimal';
import { count, glanceAmount } from '../format/numbers';
import type { BudgetState } from '../ui/chips';
import type { Question } from './confirm-dialog';
import { frozenAbove, waysUp, type BudgetDetail } from './detail';
import type { Reservation } from './held';

interface Below {
  budgetId: string;
  status: { state: BudgetState };
}

/** What is open below a budget, without itself. */
async function below(budgetId: string): Promise<Below[]> {
  const { subtree } = await send<{ subtree: Below[] }>(subtreeStatus, { budgetId });
  return subtree.filter(
    (budget) => budget.budgetId !== budgetId && budget.status.state !== 'CLOSED',
  );
}

function these(name: string, others: number) {
  return others === 0
    ? html`<strong>${name}</strong>`
    : html`<strong>${name}</strong> and the ${count(others)}
        ${others === 1 ? 'budget' : 'budgets'} below it`;
}

/** Freezing, or thawing what is frozen. */
export async function freezeQuestion(budget: BudgetDetail): Promise<Question> {
  const { budgetId, name, frozen, status, currency } = budget;
  const others = await below(budgetId);
  const act = async () => {
    await send(freezeOperation, { budgetId, frozen: !frozen });
    return frozen ? `${name} is thawed.` : `${name} is frozen.`;
  };
  const icy = frozenAbove(budget);
  if (frozen) {
    const goesOn = waysUp(budget).some(([top]) => top.name === undefined);
    const cold = others.filter(({ status: { state } }) => state === 'FROZEN').length;
    return {
      heading: `Thaw ${name}?`,
      sentences: [
        icy
          ? html`<strong>${icy.name}</strong> above stays frozen: until that is thawed, reservations
              on ${these(name, others.length)} are denied.`
          : html`Reservations on ${these(name, others.length)} are admitted again where they
            fit${goesOn ? ', unless a budget further up is frozen' : ''}.`,
        cold > 0 && `${cold} of them are frozen: each is thawed, also what was frozen on its own.`,
      ],
      verb: 'Thaw',
      act,
    };
  }
  return {
    heading: `Freeze ${name}?`,
    sentences: [
      html`From now on every reservation on ${these(name, others.length)} is denied, until it is
      thawed.`,
      icy &&
        html`<strong>${icy.name}</strong> above is frozen and denies them already: both have to be
          thawed.`,
      'What was used is still booked: nothing is lost, and calls without a reservation go on.',
      !isZero(status.held) &&
        html`The ${glanceAmount(status.held, currency)} that are held stay held: those calls may
        settle.`,
    ],
    verb: 'Freeze',
    danger: true,
    act,
  };
}

export function closeQuestion(budget: BudgetDetail): Question {
  const { budgetId, name, children, status, currency } = budget;
  const open = children.filter((child) => child.status.state !== 'CLOSED');
  return {
    heading: `Close ${name}?`,
    sentences: [
      html`<strong>${name}</strong> counts nothing any more.
        <strong>It cannot be opened again.</strong>`,
      'What it counted stays, and every report of the time until now shows it.',
      open.length > 0 &&
        html`It has ${count(open.length)} open
        ${open.length === 1 ? 'budget' : 'budgets'} right below it: close or move
        ${open.length === 1 ? 'it' : 'them'} first.`,
      !isZero(status.held) &&
        html`${glanceAmount(status.held, currency)} are held on it: settle or release that first.`,
    ],
    verb: 'Close for good',
    danger: true,
    blocked: open.length > 0 || !isZero(status.held),
    act: async () => {
      await send(closeBudget, { budgetId });
      return `${name} is closed.`;
    },
  };
}

interface Released {
  __typename: string;
  code?: string;
  message?: string;
}

export function releaseQuestion(reservation: Reservation, currency: string | null): Question {
  const { reservationId, agentId } = reservation;
  const size = glanceAmount(currency ? reservation.amount : String(reservation.tokens), currency);
  return {
    heading: 'Release this reservation?',
    sentences: [
      html`The ${size} that <strong>${agentId}</strong> holds under
        <code>${reservationId}</code> are given back to every budget that they are held on: others
        can use them at once.`,
      'The call is not stopped. If it still settles, it is booked in full, with a warning.',
    ],
    verb: 'Release',
    danger: true,
    act: async () => {
      const answer = await send<{ release: Released }>(release, { reservationId });
      const { __typename, code, message } = answer.release;
      if (__typename === 'Rejected') {
        throw new ApiError(message ?? 'It was not released', code ?? 'INTERNAL');
      }
      return `${size} were given back.`;
    },
  };
}
