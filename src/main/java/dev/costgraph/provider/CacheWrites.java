package dev.costgraph.provider;

/**
 * Tokens written to a prompt cache, by how long they are kept. A provider charges more for an hour
 * than for five minutes, its default.
 *
 * @param fiveMinutes tokens
 * @param oneHour tokens
 */
record CacheWrites(long fiveMinutes, long oneHour) {

  /**
   * Splits a total by its stated lifetimes. What has none is booked as five minutes, and warned of.
   *
   * @param breakdown where the lifetimes are stated
   */
  static CacheWrites of(
      Findings found, String path, long total, String breakdown, long fiveMinutes, long oneHour) {
    long stated = fiveMinutes + oneHour;
    if (total == stated) {
      return new CacheWrites(fiveMinutes, oneHour);
    }
    if (stated > total) {
      found.warn(
          "%s adds up to %d, more than %s %d: the %d are booked as writes of 5 minutes"
              .formatted(breakdown, stated, path, total, total));
      return new CacheWrites(total, 0);
    }
    found.warn(
        stated == 0
            ? ("%s is %d without a lifetime: booked as writes of 5 minutes, the default;"
                    + " an hour costs more")
                .formatted(path, total)
            : ("%s is %d, %s gives %d of them a lifetime: the other %d are booked as"
                    + " writes of 5 minutes, the default; an hour costs more")
                .formatted(path, total, breakdown, stated, total - stated));
    return new CacheWrites(fiveMinutes + total - stated, oneHour);
  }
}
