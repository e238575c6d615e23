package dev.costgraph;

import java.time.Duration;
import java.time.Instant;

/**
 * Every bound of the service, in one place. The contract's descriptions and the docs name the same.
 */
public final class Limits {

  /** Characters of an id. */
  public static final int ID_LENGTH_MAX = 128;

  /** Characters of a name, a step, a capability, a model, a provider or a tag's value. */
  public static final int TEXT_LENGTH_MAX = 256;

  /** Tags of one usage. */
  public static final int TAGS_MAX = 16;

  /** Tasks that share one usage. */
  public static final int SHARES_MAX = 20;

  /** Records of one list. */
  public static final int RECORDS_MAX = 1_000;

  /** Rows of one page. */
  public static final int PAGE_MAX = 500;

  /** Values of one list of a filter. */
  public static final int FILTER_VALUES_MAX = 1_000;

  /**
   * Calls that one question may read where cost cells cannot answer: NARROW_THE_RANGE. One that
   * tasks share is one call, of up to {@link #SHARES_MAX} parts.
   */
  public static final int USAGES_READ_MAX = 500_000;

  /** Points of one series, groups multiplied: NARROW_THE_RANGE. */
  public static final int POINTS_MAX = 10_000;

  /** How far ahead of the service's clock a usage may lie. */
  public static final Duration AHEAD_MAX = Duration.ofMinutes(10);

  /** Components of one price: far more than any provider has; checks compare each with each. */
  public static final int PRICE_COMPONENTS_MAX = 500;

  /** The earliest time of a usage. */
  public static final Instant TIMESTAMP_MIN = Instant.parse("2000-01-01T00:00:00Z");

  /** Budgets on the longest way from a leaf to a root. */
  public static final int TREE_DEPTH_MAX = 32;

  /** Budgets that one usage charges by its resources. */
  public static final int PATH_BUDGETS_MAX = 256;

  /** Budgets that one query lists with their subtree. */
  public static final int SUBTREE_MAX = 5_000;

  /** Runs below one run that its tree lists: OUT_OF_RANGE. */
  public static final int TREE_RUNS_MAX = 10_000;

  /**
   * Runs that one report may read, those above the active ones included, and groups of usages by
   * run, agent and task: NARROW_THE_RANGE.
   */
  public static final int RUNS_READ_MAX = 200_000;

  /** Thresholds of one budget. */
  public static final int THRESHOLDS_MAX = 10;

  /** Projects and tasks that one platform makes on first sight. */
  public static final int RESOURCES_ON_FIRST_SIGHT_MAX = 10_000;

  /** Platforms that are made on first sight. */
  public static final int PLATFORMS_ON_FIRST_SIGHT_MAX = 100;

  /** Seconds that a hold lives, unless the caller says otherwise. */
  public static final int TTL_SECONDS_DEFAULT = 300;

  /** Seconds that a hold may live; an extension counts from its own time. */
  public static final int TTL_SECONDS_MAX = 86_400;

  /** Open reservations of one platform. */
  public static final int OPEN_RESERVATIONS_MAX = 50_000;

  /** Holds whose time has run out that one transaction ends. */
  public static final int DUE_PER_TRANSACTION_MAX = 2_000;

  /** Open reservations that a denial lists. */
  public static final int BLOCKING_RESERVATIONS_MAX = 50;

  /** Records that one transaction books. */
  public static final int BATCH_RECORDS_MAX = 256;

  /**
   * Rows that the commands write that wait in one lane of a platform's ledger: OVERLOADED. A usage
   * is a row, or one per task that shares it.
   */
  public static final int QUEUE_ROWS_MAX = 10_000;

  /** Changes of the tree and checks that wait for a platform's ledger: UNAVAILABLE. */
  public static final int QUEUE_CHANGES_MAX = 1_000;

  /** How long a caller waits for one command or list, then UNKNOWN. */
  public static final Duration COMMAND_MAX = Duration.ofSeconds(15);

  /** How long a batch is tried again before its commands are answered UNKNOWN. */
  public static final Duration BATCH_RETRY_MAX = Duration.ofSeconds(10);

  /** Free space that a start of the embedded database needs, whatever the floor. */
  public static final long DISK_START_BYTES_MIN = 64L * 1024 * 1024;

  /** How long a subscription waits for a database that does not answer, then UNAVAILABLE. */
  public static final Duration OUTAGE_MAX = Duration.ofMinutes(2);

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

  /** Rows of an import that one list to the ledger holds; one list is in flight. */
  public static final int IMPORT_LIST_MAX = 500;

  /** Bad lines of an import that its answer tells of; all are counted. */
  public static final int IMPORT_ERRORS_MAX = 1_000;

  /** Bytes of one line of an import: LINE_TOO_LONG. */
  public static final int IMPORT_LINE_BYTES_MAX = 64 * 1024;

  /** How long an import sends one list again while the ledger is overloaded or does not answer. */
  public static final Duration IMPORT_RETRY_MAX = Duration.ofMinutes(2);

  /** Exports that run at once: OVERLOADED. */
  public static final int EXPORTS_MAX = 16;

  /** Rows of FOCUS that are summed in memory at once; a period of more is written in parts. */
  public static final int FOCUS_ROWS_MAX = 20_000;

  /** Characters of the ids, names and tags of these rows. */
  public static final int FOCUS_CHARS_MAX = 4_000_000;

  /** How long a caller of an export may take nothing: the connection is cut. */
  public static final Duration EXPORT_STALL_MAX = Duration.ofMinutes(5);

  /** Tokens of one count of a usage: what a GraphQL Int holds. */
  public static final long TOKENS_MAX = Integer.MAX_VALUE;

  /** Characters of a provider's usage object. */
  public static final int PROVIDER_USAGE_CHARS_MAX = 64 * 1024;

  /** Levels of objects and lists in a provider's usage object. */
  public static final int PROVIDER_USAGE_DEPTH_MAX = 16;

  /** Digits of one number in a provider's usage object, its sign and exponent included. */
  public static final int PROVIDER_NUMBER_CHARS_MAX = 64;

  /** Models that work inside one response. */
  public static final int PROVIDER_MODELS_MAX = 16;

  /** Warnings about one provider's usage object; further ones are counted. */
  public static final int PROVIDER_WARNINGS_MAX = 20;

  /** Characters whose tokens one question counts, over all its messages. */
  public static final int TOKEN_TEXT_CHARS_MAX = 2_000_000;

  /** Messages whose tokens one question counts. */
  public static final int TOKEN_MESSAGES_MAX = 1_000;

  /** Characters of a free Cypher statement: NOT_ALLOWED. */
  public static final int CYPHER_CHARS_MAX = 20_000;

  /** Words, signs and literals of a free statement; the planner needs stack for each. */
  public static final int CYPHER_TOKENS_MAX = 2_000;

  /** Brackets of a free statement within each other, for the same reason. */
  public static final int CYPHER_DEPTH_MAX = 40;

  /** One operator of a free statement, e.g. + or CASE: a long sum is a deep tree. */
  public static final int CYPHER_OPERATOR_MAX = 100;

  /**
   * Values of a list that {@code range} makes within an expression, which nothing can end, and of
   * one that {@code COLLECT} makes, whose memory is not counted.
   */
  public static final int CYPHER_LIST_MAX = 10_000;

  /** Characters of the parameters of a free statement. */
  public static final int CYPHER_PARAMETERS_CHARS_MAX = 100_000;

  /** Levels of objects and lists in them. */
  public static final int CYPHER_PARAMETERS_DEPTH_MAX = 20;

  /** How long a free statement may take, planning included: QUERY_TIMEOUT. */
  public static final Duration CYPHER_TIME_MAX = Duration.ofSeconds(20);

  /** Free statements at once: together they leave memory and processors to the ledger. */
  public static final int CYPHER_AT_ONCE_MAX = 2;

  /** How long one waits for its turn: OVERLOADED. */
  public static final Duration CYPHER_WAIT_MAX = Duration.ofSeconds(5);

  /** Rows of the answer to a free statement; the rest is not read, and it says so. */
  public static final int CYPHER_ROWS_MAX = 1_000;

  /** Characters of these rows; a single row beyond it is RESULT_TOO_LARGE. */
  public static final int CYPHER_RESULT_CHARS_MAX = 2 * 1024 * 1024;

  /** Reports at once. */
  public static final int REPORTS_AT_ONCE_MAX = 2;

  /** How long one waits for its turn: OVERLOADED. */
  public static final Duration REPORT_WAIT_MAX = Duration.ofSeconds(1);

  /** The largest whole amount of a currency that 63 bits of nanos hold. */
  public static final long AMOUNT_WHOLE_MAX = 9_223_372_036L;

  private Limits() {}
}
