import { html, nothing, type TemplateResult } from 'lit';
import { context } from '../state/context';
import { momentOf } from '../state/range';

/** Values of parameters as they stand in their fields. */
export type Fields = Record<string, string>;

/** A parameter that a statement has, and what it is when nobody changes it. */
export interface Parameter {
  name: string;
  /** Empty where there is none. */
  value: string;
  /**
   * A number stays one, a text is never taken for one; what is JSON was typed as it, and is a text
   * where it cannot be read.
   */
  kind: 'number' | 'text' | 'json';
  /** Where the value comes from, in words. */
  from: string;
}

const TIMES: Record<string, string> = {
  from: "of the page's time",
  to: "of the page's time, exclusive",
  at: "of the page's time",
};

/** Those of an exploration; what the page knows goes before the values of the sample. */
export function parametersOf(defaults: string): Parameter[] {
  const given = JSON.parse(defaults) as Record<string, unknown>;
  const known = Object.entries(given).sort(([a], [b]) => rankOf(a) - rankOf(b));
  return known.map(([name, value]) => {
    const own = pageValue(name);
    return {
      name,
      value: own ?? textOf(value),
      kind: typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'json',
      from: own === undefined ? 'fits the sample' : fromOf(name),
    };
  });
}

/** Those that a statement of one's own names. */
export function parametersIn(statement: string, like: Parameter[]): Parameter[] {
  return namesIn(statement).map((name) => {
    const known = pageValue(name);
    return (
      like.find((parameter) => parameter.name === name) ?? {
        name,
        value: known ?? '',
        kind: 'json',
        from: known === undefined ? 'text or JSON' : fromOf(name),
      }
    );
  });
}

/** Where, when, and what else. */
function rankOf(name: string): number {
  const rank = ['platformId', 'from', 'to', 'at'].indexOf(name);
  return rank < 0 ? 4 : rank;
}

function fromOf(name: string): string {
  return TIMES[name] ?? "of the page's platform";
}

/** The names after `$`, outside of quotes and comments. */
function namesIn(statement: string): string[] {
  const bare = statement.replace(
    /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    ' ',
  );
  return [...new Set([...bare.matchAll(/\$([\p{L}\p{N}_]+)/gu)].map(([, name]) => name))];
}

function pageValue(name: string): string | undefined {
  const { platform, range, moment } = context;
  const iso = (at: Date) => at.toISOString().replace('.000Z', 'Z');
  switch (name) {
    case 'platformId':
      return platform?.platformId;
    case 'zone':
      return platform?.zone;
    case 'from':
      return range && iso(range.from);
    case 'to':
      return range && iso(range.to);
    case 'at':
      return range && iso(momentOf(range, moment));
    default:
      return undefined;
  }
}

/** The JSON object that is sent; digits stay as they were typed. */
export function jsonOf(parameters: Parameter[], fields: Fields): string {
  const parts = parameters.flatMap(({ name, value, kind }) => {
    const text = fields[name] ?? value;
    // nothing at all is no value: the service says what is missing
    const missing = text === '' && (kind === 'number' || (kind === 'json' && value === ''));
    // what the page knows is a text until somebody changes it
    const known = kind === 'json' && text === pageValue(name);
    return missing ? [] : [`${JSON.stringify(name)}:${part(text, known ? 'text' : kind)}`];
  });
  return `{${parts.join(',')}}`;
}

function part(text: string, kind: Parameter['kind']): string {
  return kind !== 'text' && isJson(text) ? text : JSON.stringify(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What is in the fields and differs from what they would hold anyway; undefined for nothing. */
export function changesOf(parameters: Parameter[], fields: Fields): Fields | undefined {
  const changed = parameters
    .filter(({ name, value }) => fields[name] !== undefined && fields[name] !== value)
    .map(({ name }) => [name, fields[name]]);
  return changed.length ? Object.fromEntries(changed) : undefined;
}

/**
 * The fields of a statement of one's own that has what these hold: what was a text without more
 * words stays one, also an empty one, and only what the page does not know anyway is kept.
 */
export function ownFields(parameters: Parameter[], fields: Fields): Fields {
  return Object.fromEntries(
    parameters.flatMap(({ name, value, kind }) => {
      const text = fields[name] ?? value;
      if (text === pageValue(name)) {
        // it goes on with the page
        return [];
      }
      const quoted = kind === 'text' && (text === '' || isJson(text));
      return [[name, quoted ? JSON.stringify(text) : text]];
    }),
  );
}

/** The fields of an address; none where it cannot be read. */
export function fieldsOf(text: string | null): Fields {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return value && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, textOf(part)]))
      : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A field for each parameter, with where its value comes from. */
export function parameterFields(
  parameters: Parameter[],
  fields: Fields,
  change: (name: string, value: string) => void,
): TemplateResult | typeof nothing {
  if (parameters.length === 0) {
    return nothing;
  }
  return html`<div class="parameters" role="group" aria-label="Parameters">
    ${parameters.map(({ name, value, kind, from }) => {
      const changed = fields[name] !== undefined && fields[name] !== value;
      return html`<label
        ><span
          ><code>$${name}</code> <small class="muted">${changed ? 'changed' : from}</small></span
        >
        <input
          class="field"
          name=${name}
          autocomplete="off"
          spellcheck="false"
          inputmode=${kind === 'number' ? 'numeric' : nothing}
          .value=${fields[name] ?? value}
          @input=${(event: Event) => change(name, (event.target as HTMLInputElement).value)}
      /></label>`;
    })}
  </div>`;
}
