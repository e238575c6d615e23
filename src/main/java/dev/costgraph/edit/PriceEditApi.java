package dev.costgraph.edit;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Code;
import dev.costgraph.Texts;
import dev.costgraph.ledger.PlatformDirectory;
import dev.costgraph.pricing.ModelPrice;
import dev.costgraph.pricing.ModelPriceInput;
import dev.costgraph.pricing.PriceGraph;
import dev.costgraph.pricing.PriceListing;
import dev.costgraph.pricing.imports.InvalidDocument;
import dev.costgraph.pricing.imports.PriceChanges;
import dev.costgraph.pricing.imports.PriceDocument;
import dev.costgraph.pricing.imports.PriceFormat;
import dev.costgraph.pricing.imports.PriceImport;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** Adding prices. */
@GraphQLApi
public class PriceEditApi {

  private final PriceGraph prices;
  private final PlatformDirectory directory;
  private final Clock clock;

  PriceEditApi(PriceGraph prices, PlatformDirectory directory, Clock clock) {
    this.prices = prices;
    this.directory = directory;
    this.clock = clock;
  }

  @Mutation
  @RunOnVirtualThread
  @Description(
      "Appends a price of one's own; the same again changes nothing. Usages that are booked keep"
          + " theirs until they are repriced. Errors: INVALID_VALUE, NOT_FOUND, DISK_LOW.")
  public @NonNull ModelPrice addPrice(@NonNull ModelPriceInput price) {
    String platformId = price.platformId();
    if (platformId != null && !directory.exists(Texts.requireId("price.platformId", platformId))) {
      throw new BadRequest(
          Code.NOT_FOUND,
          "price.platformId",
          "platform '%s' is not known: putPlatform first".formatted(platformId));
    }
    ModelPrice[] added = new ModelPrice[1];
    prices.append(
        book -> {
          ModelPrice own = OwnPrice.of(price, book);
          added[0] = own;
          return book.isLatestOwn(own) ? List.of() : List.of(PriceListing.own(own));
        });
    return added[0];
  }

  @Mutation
  @RunOnVirtualThread
  @Description(
      "Appends what a price document says otherwise than the list, all or nothing; the same again"
          + " changes nothing. Usages that are booked keep their price until they are repriced."
          + " Errors: INVALID_VALUE, DISK_LOW.")
  public @NonNull PriceImport importPrices(
      @NonNull PriceFormat format,
      @NonNull @Description("The whole file as text.") String document,
      @Nullable @Description("Of prices without a date of their own. Absent: now.")
          Instant effectiveFrom,
      @DefaultValue("false") @Description("Only says what it would do.") boolean dryRun) {
    Instant now = clock.instant();
    Instant from = effectiveFrom == null ? now : effectiveFrom;
    PriceDocument read;
    try {
      String day = now.atOffset(ZoneOffset.UTC).toLocalDate().toString();
      read = format.read(document, "%s table, imported %s".formatted(format, day));
    } catch (InvalidDocument e) {
      throw new BadRequest(Code.INVALID_VALUE, "document", String.valueOf(e.getMessage()));
    }
    if (dryRun) {
      return PriceChanges.of(read, prices.current(), from).report();
    }
    PriceImport[] report = new PriceImport[1];
    prices.append(
        book -> {
          PriceChanges changes = PriceChanges.of(read, book, from);
          report[0] = changes.report();
          return PriceListing.of(changes.toAppend());
        });
    return report[0];
  }
}
