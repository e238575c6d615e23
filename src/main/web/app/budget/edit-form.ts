import { html } from 'lit';
import { compare, isZero, multiply, ratio, sizeOf, type Decimal } from '../format/decimal';
import { amount, glanceAmount, percent } from '../format/numbers';
import type { Sentences } from './acting-dialog';
import {
  asFraction,
  asPercent,
  enforcementWords,
  isNegative,
  percentages,
  remainingOf,
  type BudgetDetail,
} from './detail';

/** What the reader typed, as typed. */
export interface EditForm {
  name: string;
  limit: string;
  noLimit: boolean;
  /** Percentages, parted by spaces. */
  thresholds: string;
  enforcement: BudgetDetail['enforcement'];
}

/** As BudgetChange of the API: what is absent stays. */
export interface BudgetChange {
  name?: string;
  limit?: string;
  noLimit?: boolean;
  warningThresholds?: string[];
  enforcement?: BudgetDetail['enforcement'];
}

export function formOf(budget: BudgetDetail): EditForm {
  return {
    name: budget.name,
    limit: budget.limit ?? '',
    noLimit: budget.limit === null,
    thresholds: budget.warningThresholds.map(asPercent).join(' '),
    enforcement: budget.enforcement,
  };
}

/** What differs from the budget; undefined where nothing does. Nothing is judged here. */
export function changeOf(budget: BudgetDetail, form: EditForm): BudgetChange | undefined {
  const before = formOf(budget);
  const limit = form.limit.trim();
  const thresholds = fractions(form.thresholds);
  const change: BudgetChange = {};
  if (form.name !== before.name) {
    change.name = form.name;
  }
  if (form.noLimit !== before.noLimit && form.noLimit) {
    change.noLimit = true;
  } else if (!form.noLimit && (before.noLimit || limit !== before.limit)) {
    change.limit = limit;
  }
  if (`${thresholds}` !== `${budget.warningThresholds}`) {
    change.warningThresholds = thresholds;
  }
  if (form.enforcement !== before.enforcement) {
    change.enforcement = form.enforcement;
  }
  return Object.keys(change).length > 0 ? change : undefined;
}

function fractions(text: string): string[] {
  return text
    // a comma within a number is left to the API: it may be meant as its point
    .split(/(?:[\s;%]|,(?!\d))+/)
    .filter((part) => part !== '')
    .map(asFraction);
}

const DECIMAL = /^\d+(\.\d+)?$/;

/** What an edit will do, as far as what was typed can be read. */
export function whatChanges(budget: BudgetDetail, form: EditForm): Sentences {
  const change = changeOf(budget, form);
  if (!change) {
    return [];
  }
  const { enforcement } = change;
  return [
    change.name !== undefined && `Its name becomes “${change.name}”.`,
    ...limitSentences(budget, change),
    ...thresholdSentences(budget, form, change),
    enforcement !== undefined && `${enforcementWords(enforcement)}.`,
    'It holds for the period that goes on and those to come; what is booked stays as it is.',
  ];
}

function limitSentences(budget: BudgetDetail, change: BudgetChange): Sentences {
  const { currency, limit: before, status } = budget;
  if (change.noLimit) {
    return ['The limit is taken away: nothing is denied or warned of here any more.'];
  }
  const { limit } = change;
  if (limit === undefined || !DECIMAL.test(limit)) {
    return [];
  }
  const left = remainingOf(limit, status.spent, status.held);
  const passed =
    compare(status.spent, limit) > 0 && (before === null || compare(status.spent, before) <= 0);
  return [
    html`The limit goes from ${before === null ? 'none' : amount(before, currency)} to
    ${amount(limit, currency)}, and
    ${
      isNegative(left)
        ? html`${glanceAmount(sizeOf(left), currency)} more than that are spent and held.`
        : html`${glanceAmount(left, currency)} remain of it.`
    }`,
    passed &&
      html`<strong>More is spent already: it is exceeded and alerts at once.</strong>`,
    isZero(limit) &&
      (change.enforcement ?? budget.enforcement) === 'HARD' &&
      'Zero is not “no limit”: every reservation above zero is denied.',
  ];
}

/** Thresholds that what is spent has passed, and would not have before, warn at once. */
function thresholdSentences(
  budget: BudgetDetail,
  form: EditForm,
  change: BudgetChange,
): Sentences {
  const { spent } = budget.status;
  const limit = change.limit ?? (form.noLimit ? null : budget.limit);
  const thresholds = change.warningThresholds ?? budget.warningThresholds;
  if (!thresholds.every((threshold) => DECIMAL.test(threshold))) {
    return [];
  }
  const before = crossed(budget.warningThresholds, spent, budget.limit);
  const fresh = crossed(thresholds, spent, limit).filter((one) => !before.includes(one));
  const used = limit !== null && DECIMAL.test(limit) ? ratio(spent, limit) : undefined;
  const whose = limit === null ? 'a limit, once it has one' : 'the limit';
  const why = used === undefined ? 'It' : `${percent(used)} of it are spent: it`;
  return [
    change.warningThresholds &&
      (thresholds.length
        ? `It warns at ${percentages(thresholds)} of ${whose}.`
        : 'It warns no more before the limit is passed.'),
    fresh.length > 0 && `${why} warns at once of ${percentages(fresh)}.`,
  ];
}

/** Of a limit of zero every threshold is reached. */
function crossed(thresholds: Decimal[], spent: Decimal, limit: Decimal | null): Decimal[] {
  return limit === null || !DECIMAL.test(limit)
    ? []
    : thresholds.filter((threshold) => compare(spent, multiply(threshold, limit)) >= 0);
}
