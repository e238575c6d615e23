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
public record ChargePath(
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
    List<String> budgetIds = budgets.stream().map(Budget::budgetId).toList();
    String pathId = id(platformId, projectId, taskId, budgetIds);
    return new ChargePath(pathId, platformId, projectId, taskId, budgets);
  }

  /**
   * {@return the identity of a path}
   *
   * @param budgetIds in ascending order
   */
  public static String id(
      String platformId,
      @Nullable String projectId,
      @Nullable String taskId,
      List<String> budgetIds) {
    StringBuilder content = new StringBuilder(platformId);
    content.append('\n').append(orEmpty(projectId)).append('\n').append(orEmpty(taskId));
    budgetIds.forEach(budgetId -> content.append('\n').append(budgetId));
    return digest(content.toString());
  }

  /** An absent id is empty here, which no id is. */
  static String orEmpty(@Nullable String id) {
    return id == null ? "" : id;
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
