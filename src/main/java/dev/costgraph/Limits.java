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

  /** Records of one list. */
  public static final int RECORDS_MAX = 1_000;

  /** Rows of one page. */
  public static final int PAGE_MAX = 500;

  /** How far ahead of the service's clock a usage may lie. */
  public static final Duration AHEAD_MAX = Duration.ofMinutes(10);

  /** The earliest time of a usage. */
  public static final Instant TIMESTAMP_MIN = Instant.parse("2000-01-01T00:00:00Z");

  /** Budgets on the longest way from a leaf to a root. */
  public static final int TREE_DEPTH_MAX = 32;

  /** Budgets that one usage charges by its resources. */
  public static final int PATH_BUDGETS_MAX = 256;

  /** Budgets that one query lists with their subtree. */
  public static final int SUBTREE_MAX = 5_000;

  /** Thresholds of one budget. */
  public static final int THRESHOLDS_MAX = 10;

  /** Projects and tasks that one platform makes on first sight. */
  public static final int RESOURCES_ON_FIRST_SIGHT_MAX = 10_000;

  /** Platforms that are made on first sight. */
  public static final int PLATFORMS_ON_FIRST_SIGHT_MAX = 100;

  /** Records that one transaction books. */
  public static final int BATCH_RECORDS_MAX = 256;

  /** Records that wait for one platform's ledger. */
  public static final int QUEUE_RECORDS_MAX = 10_000;

  /** How long a batch is tried again before its commands are answered UNKNOWN. */
  public static final Duration BATCH_RETRY_MAX = Duration.ofSeconds(10);

  private Limits() {}
}
