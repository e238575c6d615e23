import { setClock } from '../format/time';
import { session } from '../state/session';
import { ApiError, apiError, type GraphQlError } from './errors';

const ANSWER_MS_MAX = 60_000;
/** What a proxy says in words of its own where it does not reach the service. */
const OF_PROXIES = new Set([502, 503, 504]);

export type Variables = Record<string, unknown>;

interface Answer<T> {
  data?: T | null;
  errors?: GraphQlError[];
}

/**
 * Sends one operation of graphql/operations, imported as text, and returns its data. An answer with
 * errors is thrown as an ApiError, and so is an answer that does not come; an abort as AbortError.
 */
export async function send<T>(
  operation: string,
  variables: Variables = {},
  signal?: AbortSignal,
): Promise<T> {
  const timeout = AbortSignal.timeout(ANSWER_MS_MAX);
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(session.authorization ? { Authorization: session.authorization } : {}),
    },
    body: JSON.stringify({ query: operation, variables }),
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    credentials: 'omit',
  });
  setClock(response.headers.get('Date'));
  const answer: Answer<T> = await response.json().catch(withoutJson);
  if (response.status === 401) {
    session.refused();
    throw new ApiError('The service wants a token', 'UNAUTHORIZED');
  }
  if (answer.errors?.length) {
    throw apiError(answer.errors);
  }
  if (!answer.data) {
    throw new ApiError(
      `The service answered with status ${response.status}`,
      OF_PROXIES.has(response.status) ? 'NETWORK' : 'INTERNAL',
    );
  }
  return answer.data;
}

/** An answer in other words, e.g. of a proxy, has its status alone; one that breaks off is none. */
function withoutJson(thrown: unknown): object {
  if (thrown instanceof SyntaxError) {
    return {};
  }
  throw thrown;
}
