package dev.costgraph.ledger;

import dev.costgraph.budget.Budget;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One leaf resource and the set of budgets it charges; immutable. A changed tree makes another
 * path, and what was charged stays on the former.
 *
 * @param budgets by id
 */
record ChargePath(
    String pathId,
    String platformId,
    @Nullable String projectId,
    @Nullable String taskId,
    List<Budget> budgets) {

  static ChargePath of(
      String platformId,
      @Nullable String projectId,
      @Nullable String taskId,
      List<Budget> budgets) {
    StringBuilder content = new StringBuilder();
    content.append(platformId).append('\n').append(projectId).append('\n').append(taskId);
    budgets.forEach(budget -> content.append('\n').append(budget.budgetId()));
    return new ChargePath(digest(content.toString()), platformId, projectId, taskId, budgets);
  }

  Map<String, Object> row() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("platform_id", platformId);
    properties.put("project_id", projectId);
    properties.put("task_id", taskId);
    return Map.of(
        "path_id", pathId,
        "properties", properties,
        "budget_ids", budgets.stream().map(Budget::budgetId).toList());
  }

  /** {@return 128 bits of SHA-256 in hexadecimal: an identity that its content gives} */
  static String digest(String content) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
