package dev.costgraph.export;

import dev.costgraph.BadRequest;
import dev.costgraph.Text;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The form of an export's rows. */
enum ExportFormat {
  CSV("text/csv; charset=utf-8; header=present"),
  JSONL("application/jsonl");

  private final String mediaType;

  ExportFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  /** {@return how a file's name ends} */
  String ending() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * {@return the format that was asked for; CSV where nothing was}
   *
   * @param named the parameter {@code format}, which goes before the header; null: not given
   * @param accepted the header Accept, the best first
   * @throws BadRequest INVALID_VALUE for what is neither of the two
   */
  static ExportFormat of(@Nullable String named, List<MediaType> accepted) {
    if (named != null) {
      return switch (named) {
        case "csv" -> CSV;
        case "jsonl" -> JSONL;
        default ->
            throw new BadRequest(
                BadRequest.Code.INVALID_VALUE,
                "format",
                "format '%s' is not csv or jsonl".formatted(Text.shown(named)));
      };
    }
    for (MediaType type : accepted) {
      ExportFormat format = of(type);
      if (format != null) {
        return format;
      }
    }
    throw new BadRequest(
        BadRequest.Code.INVALID_VALUE,
        "Accept",
        "Accept '%s': an export is text/csv or application/jsonl; say so, or give format=csv"
            .formatted(Text.shown(accepted.toString())));
  }

  private static @Nullable ExportFormat of(MediaType type) {
    boolean text = type.isWildcardType() || type.getType().equalsIgnoreCase("text");
    if (text && type.isWildcardSubtype()) {
      return CSV;
    }
    return switch (type.getSubtype().toLowerCase(Locale.ROOT)) {
      case "csv" -> CSV;
      case "jsonl", "x-ndjson" -> JSONL;
      default -> null;
    };
  }
}
