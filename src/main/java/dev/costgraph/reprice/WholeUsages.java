package dev.costgraph.reprice;

import dev.costgraph.usage.ConsumedUsage;
import dev.costgraph.usage.Usage;
import dev.costgraph.usage.UsageGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts usages together for a step, each split one with all its parts, so that these always have the
 * price of one moment. The parts of one follow each other in the pages that come in.
 */
final class WholeUsages {

  private final UsageGraph usages;
  private final int size;
  private final Consumer<List<ConsumedUsage>> step;
  private List<ConsumedUsage> waiting = new ArrayList<>();
  private String last = ""; // which no operation is called

  /**
   * @param size of a step, to which the parts of its last usage may be added
   */
  WholeUsages(UsageGraph usages, int size, Consumer<List<ConsumedUsage>> step) {
    this.usages = usages;
    this.size = size;
    this.step = step;
  }

  void add(List<ConsumedUsage> page) {
    for (ConsumedUsage consumed : page) {
      Usage usage = consumed.usage();
      if (usage.share().isWhole()) {
        waiting.add(consumed);
      } else if (!usage.operationId().equals(last)) {
        last = usage.operationId();
        waiting.addAll(usages.parts(last));
      }
      if (waiting.size() >= size) {
        finish();
      }
    }
  }

  /** Does the rest. */
  void finish() {
    List<ConsumedUsage> now = waiting;
    waiting = new ArrayList<>();
    if (!now.isEmpty()) {
      step.accept(now);
    }
  }
}
