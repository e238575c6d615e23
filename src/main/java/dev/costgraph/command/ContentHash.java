package dev.costgraph.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.costgraph.reservation.ReserveInput;
import dev.costgraph.usage.UsageInput;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a command as sent: canonical JSON, keys sorted, nothing filled in from elsewhere. */
public final class ContentHash {

  private static final JsonMapper CANONICAL =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private ContentHash() {}

  /** {@return 64 hexadecimal digits, the same for the same content} */
  public static String of(UsageInput usage) {
    return hash(usage);
  }

  /** {@return the same of a reservation} */
  public static String of(ReserveInput reservation) {
    return hash(reservation);
  }

  /** {@return the same of a usage that settles a reservation} */
  public static String of(String reservationId, UsageInput usage) {
    return hash(new Settlement(reservationId, usage));
  }

  private record Settlement(String reservationId, UsageInput usage) {}

  private static String hash(Object command) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(CANONICAL.writeValueAsBytes(command)));
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("a command is always JSON", e);
    }
  }
}
