import { HighlightStyle, StreamLanguage, type StringStream } from '@codemirror/language';
import { tags } from '@lezer/highlight';
import { ALSO_FUNCTIONS, KEYWORDS } from './cypher-words';

/** What a bracket holds: a pattern's node or relationship, a map, or anything else. */
type Bracket = '(' | '[' | 'map' | 'query';

interface State {
  brackets: Bracket[];
  /** What ends the text or comment that goes on from line to line. */
  until: string;
  /** The last sign or word, in capitals. */
  before: string;
}

const KEYWORD = new Set(KEYWORDS);
const SUBQUERY = new Set(['CALL', 'COLLECT', 'COUNT', 'EXISTS', ')']);
const WORD = /^[\p{L}_][\p{L}\p{N}_]*/u;
const NUMBER = /^(?:0x[\da-f]+|(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?)/i;

function token(stream: StringStream, state: State): string | null {
  if (state.until) {
    return within(stream, state);
  }
  if (stream.eatSpace()) {
    return null;
  }
  if (stream.match('//')) {
    stream.skipToEnd();
    return 'comment';
  }
  if (stream.match('/*')) {
    state.until = '*/';
    return within(stream, state);
  }
  const quote = stream.match(/^['"]/) as RegExpMatchArray | null;
  if (quote) {
    state.until = quote[0];
    state.before = 'TEXT';
    return within(stream, state);
  }
  if (stream.match(/^\$(?:`(?:[^`]|``)*`|[\p{L}\p{N}_]+)/u)) {
    state.before = 'PARAMETER';
    return 'parameter';
  }
  if (stream.match(/^`(?:[^`]|``)*`?/) || stream.match(WORD)) {
    return word(stream, state);
  }
  // after a dot there is no fraction: `1..3` are two numbers
  if (stream.match(state.before === '.' ? /^\d+/ : NUMBER)) {
    state.before = 'NUMBER';
    return 'number';
  }
  return sign(stream, state);
}

function within(stream: StringStream, state: State): string {
  const style = state.until === '*/' ? 'comment' : 'string';
  while (!stream.eol()) {
    if (stream.match(state.until)) {
      state.until = '';
      return style;
    }
    if (stream.next() === '\\' && style === 'string') {
      stream.next();
    }
  }
  return style;
}

function word(stream: StringStream, state: State): string {
  const text = stream.current();
  const before = state.before;
  const inside = state.brackets.at(-1);
  const upper = text.toUpperCase();
  const called = !!stream.match(/^\s*\(/, false);
  state.before = upper;
  if (before === '.') {
    return called ? 'function' : 'property';
  }
  if ([':', '|', '&', '!'].includes(before) && inside !== 'map') {
    state.before = 'LABEL';
    return inside === '[' ? 'relationship' : 'label';
  }
  if (inside === 'map' && stream.match(/^\s*:/, false)) {
    return 'property';
  }
  if (KEYWORD.has(upper)) {
    return called && ALSO_FUNCTIONS.has(upper) ? 'function' : 'keyword';
  }
  return called || stream.match(/^(?:\.\w+)+\(/, false) ? 'function' : 'variable';
}

function sign(stream: StringStream, state: State): string | null {
  const char = stream.next() ?? '';
  if (char === '(' || char === '[') {
    state.brackets.push(char);
  } else if (char === '{') {
    state.brackets.push(SUBQUERY.has(state.before) ? 'query' : 'map');
  } else if (char === ')' || char === ']' || char === '}') {
    state.brackets.pop();
  }
  // between labels and types: (:A|B), [:X|Y], and not the `|` of a list comprehension
  const bar = char === '|' && state.before !== 'LABEL';
  state.before = bar ? 'BAR' : char;
  return '()[]{}'.includes(char) ? 'bracket' : null;
}

export const cypherLanguage = StreamLanguage.define<State>({
  name: 'cypher',
  startState: () => ({ brackets: [], until: '', before: '' }),
  token,
  languageData: {
    commentTokens: { line: '//', block: { open: '/*', close: '*/' } },
  },
  tokenTable: {
    label: tags.typeName,
    relationship: tags.className,
    property: tags.propertyName,
    parameter: tags.special(tags.variableName),
    function: tags.function(tags.variableName),
    variable: tags.variableName,
  },
});

/** Colours of the page's tokens, which change with its theme. */
export const cypherColours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--code-keyword)', fontWeight: '600' },
  { tag: tags.typeName, color: 'var(--code-label)' },
  { tag: tags.className, color: 'var(--code-type)' },
  { tag: tags.function(tags.variableName), color: 'var(--code-function)' },
  { tag: tags.special(tags.variableName), color: 'var(--code-parameter)' },
  { tag: tags.string, color: 'var(--code-string)' },
  { tag: tags.number, color: 'var(--code-number)' },
  { tag: tags.comment, color: 'var(--ink-3)', fontStyle: 'italic' },
]);
