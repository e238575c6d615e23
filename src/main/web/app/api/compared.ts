import { ApiError } from './errors';

/** Where the time before is folded, or is too much to read, it is done without. */
export async function compared<T>(ask: (previous: boolean) => Promise<T>): Promise<T> {
  try {
    return await ask(true);
  } catch (thrown) {
    const code = thrown instanceof ApiError ? thrown.code : '';
    if (code === 'FOLDED' || code === 'NARROW_THE_RANGE' || code === 'QUERY_TIMEOUT') {
      return ask(false);
    }
    throw thrown;
  }
}
