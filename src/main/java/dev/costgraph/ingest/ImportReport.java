package dev.costgraph.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an import: {@code lines = recorded + replayed + conflicts + rejected}.
 *
 * @param lines read, without the header and empty ones
 * @param replayed were booked before, with the same content
 * @param conflicts their ids are booked with other content
 * @param rejected cannot be read, or the ledger did not take them
 * @param unpriced of those recorded: their cost is not known
 * @param seconds with 3 decimals
 * @param errors of conflicts and rejected lines, the first 1,000 in the order in which they showed
 */
record ImportReport(
    String source,
    long lines,
    long recorded,
    long replayed,
    long conflicts,
    long rejected,
    long unpriced,
    BigDecimal seconds,
    List<LineError> errors) {

  /**
   * Why a line is not booked.
   *
   * @param line counted from 1 with the header and empty lines
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record LineError(long line, String code, @Nullable String field, String message) {}
}
