import { html, type TemplateResult } from 'lit';
import { compare, isZero, sizeOf, type Decimal } from './decimal';

// Intl formats decimal strings digit by digit: nothing is rounded that is not asked to be.

const formats = new Map<string, Intl.NumberFormat>();

function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options);
  let known = formats.get(key);
  if (!known) {
    known = new Intl.NumberFormat(undefined, options);
    formats.set(key, known);
  }
  return known;
}

function print(options: Intl.NumberFormatOptions, value: Decimal): string {
  // the type of TypeScript's library asks for a literal, every string that is a number is one
  return format(options).format(value as Intl.StringNumericLiteral);
}

/** All digits of an amount, with its currency. */
export function exactMoney(value: Decimal, currency: string): string {
  return print({ style: 'currency', currency, maximumFractionDigits: 20 }, value);
}

/** An amount to be taken in at a glance: a few digits, small ones never as zero. */
export function glanceMoney(value: Decimal, currency: string): string {
  const size = sizeOf(value);
  const base = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
  if (compare(size, '100000') >= 0) {
    return print({ ...base, notation: 'compact', maximumSignificantDigits: 4 }, value);
  }
  // where a currency has no decimals, two digits are more than it shows up to here
  const least = format(base).resolvedOptions().maximumFractionDigits === 0 ? '10' : '0.1';
  if (isZero(size) || compare(size, least) >= 0) {
    return print(base, value);
  }
  return print({ ...base, maximumSignificantDigits: 2 }, value);
}

/** A whole number, e.g. of tokens: compact from 10,000 on. */
export function glanceCount(value: Decimal): string {
  return compare(sizeOf(value), '10000') >= 0
    ? print({ notation: 'compact', maximumSignificantDigits: 3 }, value)
    : print({}, value);
}

/** All digits; zeros up to as many after the point as are asked for. */
export function exactCount(value: Decimal, fraction = 0): string {
  return print({ minimumFractionDigits: fraction, maximumFractionDigits: 20 }, value);
}

/** A share of 1 as a percentage. */
export function percent(share: number, digits = 0): string {
  return format({ style: 'percent', maximumFractionDigits: digits }).format(share);
}

/** A change against 1, with its sign, e.g. +12 %. */
export function change(share: number): string {
  return format({
    style: 'percent',
    maximumFractionDigits: Math.abs(share) < 0.1 ? 1 : 0,
    signDisplay: 'exceptZero',
  }).format(share);
}

/** What is not known or not there, for eyes and for screen readers. */
export function none(what = 'none'): TemplateResult {
  return html`<span class="muted" title=${what} aria-label=${what} role="img">–</span>`;
}

function look(value: Decimal): string {
  return isZero(value) ? 'num zero' : 'num';
}

/** An amount at a glance; all digits when the pointer rests on it. */
export function money(value: Decimal | null | undefined, currency: string): TemplateResult {
  return value == null
    ? none()
    : html`<data class=${look(value)} value=${value} title=${exactMoney(value, currency)}
        >${glanceMoney(value, currency)}</data
      >`;
}

export function count(value: Decimal | number | null | undefined): TemplateResult {
  const text = value == null ? null : String(value);
  return text == null
    ? none()
    : html`<data class=${look(text)} value=${text} title=${exactCount(text)}
        >${glanceCount(text)}</data
      >`;
}

/** An amount of a budget, which counts money, or tokens where it has no currency. */
export function amount(
  value: Decimal | null | undefined,
  currency: string | null | undefined,
): TemplateResult {
  return currency ? money(value, currency) : count(value);
}

export function glanceAmount(value: Decimal, currency: string | null | undefined): string {
  return currency ? glanceMoney(value, currency) : `${glanceCount(value)} tokens`;
}
