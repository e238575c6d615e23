package dev.costgraph;

/** Every bound of the service in one place; a request beyond one is refused with its code. */
public final class Limits {

  /** Characters of a token, at least: what a generator writes, not what a person remembers. */
  public static final int TOKEN_CHARS_MIN = 16;

  /** Bytes of a request body that is held in memory; files under {@code /import} stream. */
  public static final int BODY_BYTES_MAX = 10 * 1024 * 1024;

  /** Characters of a GraphQL document without its variables: QUERY_TOO_LONG. */
  public static final int QUERY_CHARS_MAX = 200_000;

  /** Tokens of a GraphQL document: names, punctuation and literals. */
  public static final int QUERY_TOKENS_MAX = 15_000;

  /**
   * Characters of a document that is kept parsed. Longer ones carry their records as literals, are
   * never sent twice, and 2,048 of them would fill the heap.
   */
  public static final int QUERY_CACHED_CHARS_MAX = 4_096;

  /** Levels of fields, fragments opened: the usual introspection has 15. QUERY_TOO_DEEP. */
  public static final int QUERY_DEPTH_MAX = 15;

  /** Fields of a document, fragments opened at every use: QUERY_TOO_COMPLEX. */
  public static final int QUERY_FIELDS_MAX = 1_000;

  /** Fields at the root of one operation: each may be a whole report. TOO_MANY_ROOT_FIELDS. */
  public static final int ROOT_FIELDS_MAX = 20;

  /** Aliased fields of a document, fragments opened at every use: TOO_MANY_ALIASES. */
  public static final int ALIASES_MAX = 100;

  /** Fragments defined in a document: TOO_MANY_FRAGMENTS. */
  public static final int FRAGMENTS_MAX = 100;

  /** Values of one answer, lists multiplied: RESULT_TOO_LARGE. */
  public static final int RESULT_NODES_MAX = 1_000_000;

  /** GraphQL WebSockets open at once; one more is closed with 1013. */
  public static final int SOCKETS_MAX = 200;

  /** Operations running at once over all WebSockets: TOO_MANY_SUBSCRIPTIONS. */
  public static final int SUBSCRIPTIONS_MAX = 200;

  /** Milliseconds between a WebSocket's upgrade and its connection_init; then closed with 4408. */
  public static final int SOCKET_INIT_MS_MAX = 10_000;

  /** Bytes that wait for one slow WebSocket; beyond, it is closed with 1013 and may resume. */
  public static final int SOCKET_BACKLOG_BYTES_MAX = 8 * 1024 * 1024;

  private Limits() {}
}
