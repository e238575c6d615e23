/** Why an operation failed, for people and for programs. */
export class ApiError extends Error {
  constructor(
    message: string,
    /** As docs/api.md lists them; NETWORK where nothing was answered. */
    readonly code: string,
    readonly field?: string,
    /** Of a fault in a statement, from 1. */
    readonly line?: number,
    readonly column?: number,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  /** What the reader can do about it. */
  get advice(): string | undefined {
    return ADVICE[this.code];
  }
}

const ADVICE: Record<string, string> = {
  NETWORK: 'Check that the service runs and that this machine reaches it.',
  UNAVAILABLE: 'The database does not answer at the moment. Nothing was changed; try again.',
  OVERLOADED: 'The service is busy. Nothing was tried; try again in a moment.',
  QUERY_TIMEOUT: 'Ask for a shorter time or fewer groups.',
  NARROW_THE_RANGE: 'Ask for a shorter time, or filter by a project, task or agent.',
  FOLDED: 'Usages that old are kept as sums only: ask for a later time, or by fewer dimensions.',
  MIXED_CURRENCIES: 'Choose one platform: sums over several currencies mean nothing.',
  DISK_LOW: 'The disk of the service is nearly full. Nothing was changed.',
  UNKNOWN: 'It is not known whether it happened. Look before you try again.',
  FORBIDDEN: 'The token of this tab may only read. Sign out to enter another one.',
  NOT_FOUND: 'It may be on another platform, or the link is out of date.',
  INTERNAL: 'This is a fault of costgraph; its log says more.',
};

export interface GraphQlError {
  message: string;
  extensions?: { code?: string; field?: string; line?: number; column?: number };
}

export function apiError(errors: readonly GraphQlError[]): ApiError {
  const [{ message, extensions }] = errors;
  return new ApiError(
    message,
    extensions?.code ?? 'INTERNAL',
    extensions?.field,
    extensions?.line,
    extensions?.column,
  );
}

/** Anything thrown, as an error that can be shown; an abort stays what it is. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) {
    return thrown;
  }
  if (thrown instanceof DOMException && thrown.name === 'TimeoutError') {
    return new ApiError('The service took longer than a minute to answer', 'QUERY_TIMEOUT');
  }
  return thrown instanceof TypeError
    ? new ApiError('The service does not answer', 'NETWORK')
    : new ApiError(String(thrown), 'INTERNAL');
}
