// Exact arithmetic on decimal strings, as the API sends money: no amount passes through a double.

/** A decimal in plain notation, e.g. "-0.001615". */
export type Decimal = string;

interface Scaled {
  digits: bigint;
  scale: number;
}

function parse(value: Decimal): Scaled {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value);
  if (!match) {
    throw new RangeError(`'${value}' is not a decimal`);
  }
  const fraction = match[3] ?? '';
  const digits = BigInt(match[2] + fraction);
  return { digits: match[1] ? -digits : digits, scale: fraction.length };
}

function print({ digits, scale }: Scaled): Decimal {
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  const whole = text.slice(0, text.length - scale);
  const fraction = text.slice(text.length - scale).replace(/0+$/, '');
  return sign + whole + (fraction ? '.' + fraction : '');
}

function align(a: Decimal, b: Decimal): [bigint, bigint, number] {
  const x = parse(a);
  const y = parse(b);
  const scale = Math.max(x.scale, y.scale);
  const up = (s: Scaled) => s.digits * 10n ** BigInt(scale - s.scale);
  return [up(x), up(y), scale];
}

export function add(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = align(a, b);
  return print({ digits: x + y, scale });
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = align(a, b);
  return print({ digits: x - y, scale });
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  const x = parse(a);
  const y = parse(b);
  return print({ digits: x.digits * y.digits, scale: x.scale + y.scale });
}

export function sum(values: Iterable<Decimal>): Decimal {
  let total = '0';
  for (const value of values) {
    total = add(total, value);
  }
  return total;
}

/** Negative, 0 or positive, as a comparator has it. */
export function compare(a: Decimal, b: Decimal): number {
  const [x, y] = align(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Without its sign. */
export function sizeOf(value: Decimal): Decimal {
  return value.startsWith('-') ? value.slice(1) : value;
}

/** As compare, whatever the signs. */
export function compareSize(a: Decimal, b: Decimal): number {
  return compare(sizeOf(a), sizeOf(b));
}

export function isZero(value: Decimal): boolean {
  return parse(value).digits === 0n;
}

/**
 * part / whole to nine decimals, for drawing and percentages only; undefined for a whole of zero.
 */
export function ratio(part: Decimal, whole: Decimal): number | undefined {
  const [x, y] = align(part, whole);
  return y === 0n ? undefined : Number((x * 1_000_000_000n) / y) / 1e9;
}

/** value × by / per, cut to nine decimals: projections, which are estimates anyway. */
export function prorate(value: Decimal, by: number, per: number): Decimal {
  const { digits, scale } = parse(value);
  const more = Math.max(0, 9 - scale);
  const scaled = digits * 10n ** BigInt(more) * BigInt(Math.round(by));
  return print({ digits: scaled / BigInt(Math.max(1, Math.round(per))), scale: scale + more });
}
