import { html, nothing, type TemplateResult } from 'lit';
import type { ApiError } from '../api/errors';
import { icon } from '../ui/icons';
import type { Fault } from './cypher-fault';

/** What the reader of a statement can do, where that is other than for a page. */
const ADVICE: Record<string, string> = {
  NOT_ALLOWED:
    'Statements here only read the graph, with functions and clauses that can be bounded. A query' +
    ' of the library is a good start.',
  QUERY_TIMEOUT:
    'A statement has 20 s. Begin it where an index helps, such as a platform_id with a time or an' +
    ' id, and filter before you gather.',
  NARROW_THE_RANGE:
    'A statement has 128 MiB of memory. Filter earlier, sum instead of collecting, or ask for a' +
    ' shorter time.',
  RESULT_TOO_LARGE: 'Return single properties instead of whole nodes, or fewer rows by a LIMIT.',
  OVERLOADED: 'Two statements of all readers run at once. Try again in a moment.',
  FORBIDDEN: 'This service does not let your token ask the graph itself. The other pages work.',
  NOT_FOUND: 'It may have another name by now: look for it in the library.',
};

/** The words of Neo4j without its copy of the line and what the page shows by itself. */
export function wordsOf(error: ApiError): string {
  return error.message
    .split('\n')[0]
    .replace(/: send it in parameters, a JSON object$/, '')
    .replace(/\s*\(line \d+, column \d+ \(offset: \d+\)\)/, '')
    .trim();
}

/** Where the statement is wrong; undefined where that is not known, or it is no statement. */
export function faultOf(error: ApiError | undefined): Fault | undefined {
  return error?.line !== undefined && error.column !== undefined
    ? { line: error.line, column: error.column, message: wordsOf(error) }
    : undefined;
}

/** What went wrong, where, and the way out. */
export function faultView(error: ApiError, show: () => void, retry: () => void): TemplateResult {
  const place = error.line !== undefined && error.column !== undefined;
  const advice =
    error.field === 'parameters'
      ? 'Change it in the fields of the parameters.'
      : place && error.code === 'INVALID_VALUE'
        ? 'Change what is marked and run it again.'
        : (ADVICE[error.code] ?? error.advice);
  return html`<div class="failure explore-failure" role="alert">
    ${icon('bad')}
    <p>${wordsOf(error)}</p>
    ${advice ? html`<p class="muted">${advice}</p>` : nothing}
    <p class="small"><code>${error.code}${error.field ? ` · ${error.field}` : ''}</code></p>
    ${
      place
        ? html`<button class="button" type="button" @click=${show}>
            Show line ${error.line}, column ${error.column}
          </button>`
        : html`<button class="button" type="button" @click=${retry}>Try again</button>`
    }
  </div>`;
}
