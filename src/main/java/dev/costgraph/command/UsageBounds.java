package dev.costgraph.command;

import dev.costgraph.Limits;
import dev.costgraph.Text;
import dev.costgraph.Texts;
import dev.costgraph.money.Decimal.UnreadableDecimal;
import dev.costgraph.provider.ProviderUsage;
import dev.costgraph.usage.ShareInput;
import dev.costgraph.usage.TagInput;
import dev.costgraph.usage.UsageInput;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be said of a usage without the ledger: its form. */
public final class UsageBounds {

  private static final Pattern TAG_KEY = Pattern.compile("[A-Za-z0-9_.:/-]{1,64}");

  private final UsageInput usage;
  private final Bounds bounds;

  private UsageBounds(UsageInput usage) {
    this.usage = usage;
    this.bounds = new Bounds(usage.operationId());
  }

  /**
   * {@return the first thing wrong in the order of {@link RejectionCode}; null when all is well}
   *
   * @param provided what its provider's usage object was read as; null for none
   */
  public static @Nullable Rejected check(UsageInput usage, @Nullable ProviderUsage provided) {
    UsageBounds checked = new UsageBounds(usage);
    checked.ids();
    checked.texts();
    checked.tags();
    checked.split();
    checked.measure();
    if (provided instanceof ProviderUsage.Refused refused) {
      checked.bounds.reject(code(refused), "providerUsage.json", refused.message());
    }
    return checked.bounds.found();
  }

  private void ids() {
    bounds.id("operationId", usage.operationId());
    bounds.id("agentId", usage.agentId());
    bounds.optionalId("taskId", usage.taskId());
    bounds.optionalId("projectId", usage.projectId());
    bounds.optionalId("platformId", usage.platformId());
    bounds.optionalId("userId", usage.userId());
    bounds.optionalId("runId", usage.runId());
    bounds.optionalId("parentRunId", usage.parentRunId());
    if (usage.parentRunId() != null && usage.runId() == null) {
      bounds.reject(
          RejectionCode.INVALID_ID, "parentRunId", "parentRunId needs a runId that it spawned");
    }
  }

  private void texts() {
    bounds.text("step", usage.step());
    bounds.text("capability", usage.capability());
    bounds.text("model", usage.model());
    bounds.text("provider", usage.provider());
    bounds.text("quantityUnit", usage.quantityUnit());
  }

  private void tags() {
    List<TagInput> tags = usage.tags() == null ? List.of() : usage.tags();
    if (tags.size() > Limits.TAGS_MAX) {
      bounds.reject(
          RejectionCode.INVALID_TAG,
          "tags",
          "%d tags, at most %d".formatted(tags.size(), Limits.TAGS_MAX));
    }
    Set<String> keys = new HashSet<>();
    for (@Nullable TagInput tag : tags) {
      if (tag == null) {
        bounds.reject(RejectionCode.INVALID_TAG, "tags", "a tag is null");
        continue;
      }
      if (!TAG_KEY.matcher(tag.key()).matches()) {
        bounds.reject(
            RejectionCode.INVALID_TAG,
            "tags.key",
            "tag key '%s' is not 1 to 64 letters, digits and _ . : / -"
                .formatted(Text.shown(tag.key())));
      } else if (!keys.add(tag.key())) {
        bounds.reject(
            RejectionCode.INVALID_TAG, "tags.key", "tag key '%s' twice".formatted(tag.key()));
      }
      if (!Text.fits(tag.value(), 0, Limits.TEXT_LENGTH_MAX)) {
        bounds.reject(
            RejectionCode.INVALID_TAG,
            "tags.value",
            "value of tag '%s' is over %d characters or has control characters"
                .formatted(Text.shown(tag.key()), Limits.TEXT_LENGTH_MAX));
      }
    }
  }

  private void split() {
    if (usage.split() == null) {
      return;
    }
    if (usage.split().size() < 2 || usage.split().size() > Limits.SHARES_MAX) {
      invalidSplit(
          "split", "%d tasks, not 2 to %d".formatted(usage.split().size(), Limits.SHARES_MAX));
    }
    if (usage.taskId() != null || usage.projectId() != null) {
      invalidSplit(
          usage.taskId() != null ? "taskId" : "projectId",
          "the tasks of split say where it is booked: leave taskId and projectId out");
    }
    Set<String> taskIds = new HashSet<>();
    BigDecimal sum = BigDecimal.ZERO;
    boolean readable = true;
    for (@Nullable ShareInput share : usage.split()) {
      if (share == null) {
        invalidSplit("split", "a part of split is null");
        return;
      }
      bounds.id("split.taskId", share.taskId());
      if (!taskIds.add(share.taskId())) {
        invalidSplit("split.taskId", "task '%s' twice".formatted(Text.shown(share.taskId())));
      }
      BigDecimal weight = weight(share);
      readable &= weight != null;
      sum = weight == null ? sum : sum.add(weight);
    }
    if (readable && sum.compareTo(BigDecimal.ONE) != 0) {
      invalidSplit(
          "split.weight", "the weights sum to %s, not to 1".formatted(sum.toPlainString()));
    }
  }

  /** {@return the weight; null for one that cannot be used, of which the caller is told} */
  private @Nullable BigDecimal weight(ShareInput share) {
    try {
      if (share.weight().toNanos() > 0) {
        return share.weight().toBigDecimal();
      }
      invalidSplit(
          "split.weight", "weight '%s' is not above zero".formatted(share.weight().text()));
    } catch (UnreadableDecimal e) {
      invalidSplit(
          "split.weight",
          "weight '%s' %s".formatted(Text.shown(share.weight().text()), e.getMessage()));
    }
    return null;
  }

  private void invalidSplit(String field, String message) {
    bounds.reject(RejectionCode.INVALID_SPLIT, field, message);
  }

  private void measure() {
    List<String> given = new ArrayList<>();
    if (usage.tokens() != null) {
      given.add("tokens");
    }
    if (usage.providerUsage() != null) {
      given.add("providerUsage");
    }
    if (usage.quantity() != null) {
      given.add("quantity");
    }
    if (usage.amount() != null) {
      given.add("amount");
    }
    if (given.size() != 1) {
      bounds.reject(
          RejectionCode.INVALID_MEASURE,
          given.isEmpty() ? "tokens" : given.getLast(),
          "give one of tokens, providerUsage, quantity and amount; given: "
              + (given.isEmpty() ? "none" : String.join(", ", given)));
    }
    bounds.tokens(usage.tokens(), usage.model());
    if (usage.providerUsage() != null && usage.model() == null) {
      bounds.reject(
          RejectionCode.INVALID_MEASURE, "model", "providerUsage needs the model that answered");
    }
    if (usage.quantity() != null && usage.quantityUnit() == null) {
      bounds.reject(
          RejectionCode.INVALID_MEASURE,
          "quantityUnit",
          "a quantity needs its quantityUnit, e.g. request, image, second");
    }
    bounds.decimal("quantity", usage.quantity());
    bounds.decimal("amount", usage.amount());
    if (usage.currency() != null && !Texts.isCurrency(usage.currency())) {
      bounds.reject(
          RejectionCode.INVALID_CURRENCY,
          "currency",
          "currency '%s' is no ISO 4217 currency, e.g. EUR"
              .formatted(Text.shown(usage.currency())));
    }
  }

  private static RejectionCode code(ProviderUsage.Refused refused) {
    return switch (refused.reason()) {
      case INCOMPLETE -> RejectionCode.INCOMPLETE;
      case NEGATIVE -> RejectionCode.NEGATIVE;
      case JSON_TOO_LARGE, UNREADABLE_JSON, WRONG_SHAPE, NOT_AN_INTEGER, TOO_LARGE ->
          RejectionCode.INVALID_PROVIDER_USAGE;
    };
  }
}
