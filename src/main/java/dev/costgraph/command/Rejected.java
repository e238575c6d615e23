package dev.costgraph.command;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** Not done, for the reason that code and field name; nothing was changed. */
@Description("Not done. code is one of the documented list; field names what is wrong.")
public record Rejected(
    @Id @NonNull String id,
    @NonNull String code,
    @Nullable String field,
    @NonNull String message,
    @Nullable @Description("with OVERLOADED and DISK_LOW: when to try again") Integer retryAfterMs)
    implements RecordUsageResult, ReserveResult, ReleaseResult {

  /** {@return the rejection of the command with this id} */
  public static Rejected of(String id, RejectionCode code, @Nullable String field, String message) {
    return new Rejected(id, code.name(), field, message, null);
  }

  /** {@return the rejection of a command that may be sent again after a while} */
  public static Rejected later(String id, RejectionCode code, String message, int retryAfterMs) {
    return new Rejected(id, code.name(), null, message, retryAfterMs);
  }
}
