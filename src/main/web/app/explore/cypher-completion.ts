import { FUNCTIONS, KEYWORDS } from './cypher-words';

/** Names that a statement can use. */
export interface Names {
  labels: string[];
  types: string[];
  properties: string[];
  parameters: string[];
}

export const NO_NAMES: Names = { labels: [], types: [], properties: [], parameters: [] };

export interface Suggestion {
  label: string;
  /** For people: what it is. */
  detail: string;
  /** What is written, where that is more than the label. */
  apply?: string;
}

export interface Suggestions {
  /** Where the text begins that they replace. */
  from: number;
  options: Suggestion[];
}

const SHOWN_MAX = 60;

/**
 * What could stand at the end of a text: labels after `(n:`, types after `[:`, properties after
 * `n.` and in a map of a pattern, parameters after `$`, else keywords, functions and variables.
 * Undefined where nothing could, or, unless it is asked for, where nothing is begun.
 */
export function suggest(before: string, names: Names, asked: boolean): Suggestions | undefined {
  if (isWithinText(before)) {
    return undefined;
  }
  const begun = /[\p{L}\p{N}_]*$/u.exec(before)?.[0] ?? '';
  const from = before.length - begun.length;
  const rest = before.slice(0, from);
  const place = placeOf(rest);
  if (place === 'word' && !asked && begun.length < 2) {
    return undefined;
  }
  const known = candidates(place, rest, names);
  const start = begun.toLowerCase();
  if (!asked && known.some(({ label }) => label.toLowerCase() === start)) {
    // it is written out: a line break after it should be one
    return undefined;
  }
  const options = known
    .filter(({ label }) => label.toLowerCase().startsWith(start))
    .slice(0, SHOWN_MAX);
  return options.length ? { from, options } : undefined;
}

type Place = 'label' | 'type' | 'property' | 'key' | 'parameter' | 'word';

function placeOf(rest: string): Place {
  if (rest.endsWith('$')) {
    return 'parameter';
  }
  if (/[\p{L}\p{N}_`)\]]\.$/u.test(rest)) {
    return 'property';
  }
  const open = openBracket(rest);
  if (/[:|&!]\s*$/.test(rest)) {
    return open.sign === '[' ? 'type' : open.sign === '{' ? 'word' : 'label';
  }
  // {key: value} of a pattern: after its bracket or a comma
  return open.sign === '{' && open.pattern && /[{,]\s*$/.test(rest) ? 'key' : 'word';
}

/** The innermost bracket that is open, and whether it is a map within a pattern. */
function openBracket(rest: string): { sign: string; pattern: boolean } {
  let depth = 0;
  for (let i = rest.length - 1; i >= 0; i--) {
    if (')]}'.includes(rest[i])) {
      depth++;
    } else if ('([{'.includes(rest[i]) && depth-- === 0) {
      return { sign: rest[i], pattern: /[([][^()[\]{}]*$/.test(rest.slice(0, i)) };
    }
  }
  return { sign: '', pattern: false };
}

function candidates(place: Place, rest: string, names: Names): Suggestion[] {
  const all = (labels: string[], detail: string) => labels.map((label) => ({ label, detail }));
  switch (place) {
    case 'parameter':
      return all(names.parameters, 'parameter');
    case 'label':
      return all(names.labels, 'label');
    case 'type':
      return all(names.types, 'relationship');
    case 'property':
      return [...all(names.properties, 'property'), ...dotted(rest)];
    case 'key':
      return names.properties.map((label) => ({ label, detail: 'property', apply: `${label}: ` }));
    case 'word':
      return [
        ...all(variablesOf(rest), 'variable'),
        ...all(KEYWORDS, 'keyword'),
        ...FUNCTIONS.map((label) => ({ label, detail: 'function', apply: `${label}(` })),
      ];
  }
}

/** Functions whose name goes on after a dot, such as date.truncate. */
function dotted(rest: string): Suggestion[] {
  const first = /[\p{L}_]+\.$/u.exec(rest)?.[0].toLowerCase();
  return FUNCTIONS.filter((name) => first && name.toLowerCase().startsWith(first)).map((name) => {
    const label = name.slice(first!.length);
    return { label, detail: 'function', apply: `${label}(` };
  });
}

function variablesOf(text: string): string[] {
  const found = new Set<string>();
  const patterns =
    /[([]\s*([\p{L}_][\p{L}\p{N}_]*)(?=\s*[:){\]*])|\bAS\s+([\p{L}_][\p{L}\p{N}_]*)/giu;
  for (const [, inPattern, named] of text.matchAll(patterns)) {
    found.add(inPattern ?? named);
  }
  return [...found].sort();
}

/** Whether a quote or comment is still open at the end. */
function isWithinText(before: string): boolean {
  const closed = before.replace(
    /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\/\*[\s\S]*?\*\/|\/\/[^\n]*\n/g,
    ' ',
  );
  return /['"]|\/\*|\/\//.test(closed);
}
