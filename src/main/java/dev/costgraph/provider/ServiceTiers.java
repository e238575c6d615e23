package dev.costgraph.provider;

import dev.costgraph.Text;
import dev.costgraph.pricing.ServiceTier;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tier at which a provider says that it served a call. */
final class ServiceTiers {

  private static final List<String> FIELDS = List.of("service_tier", "serviceTier");

  /** Gemini's word for how a call was paid. */
  private static final List<String> TRAFFIC_FIELDS = List.of("trafficType", "traffic_type");

  private static final Map<String, ServiceTier> TIERS =
      Map.ofEntries(
          Map.entry("standard", ServiceTier.STANDARD),
          Map.entry("default", ServiceTier.STANDARD),
          Map.entry("on_demand", ServiceTier.STANDARD),
          Map.entry("batch", ServiceTier.BATCH),
          Map.entry("flex", ServiceTier.FLEX),
          Map.entry("on_demand_flex", ServiceTier.FLEX),
          Map.entry("priority", ServiceTier.PRIORITY),
          Map.entry("on_demand_priority", ServiceTier.PRIORITY));

  private ServiceTiers() {}

  /** Finds the tier that the object states; one that is not known is warned of. */
  static void read(UsageJson json, Findings found) {
    for (String field : FIELDS) {
      add(found, json.pathOf(field), json.label(field));
    }
    for (String field : TRAFFIC_FIELDS) {
      String label = json.label(field);
      // Vertex clients may give the number of the enum instead of its name
      add(found, json.pathOf(field), "1".equals(label) ? "on_demand" : label);
    }
  }

  private static void add(Findings found, String path, @Nullable String label) {
    if (label == null) {
      return;
    }
    ServiceTier tier = TIERS.get(label.toLowerCase(Locale.ROOT));
    if (tier == null) {
      found.warn(
          ("%s is '%s', which is none of the tiers that are priced: the usage's own"
                  + " serviceTier holds")
              .formatted(path, Text.shown(label)));
      return;
    }
    ServiceTier other = found.serviceTier();
    if (other != null && other != tier) {
      found.warn(
          "%s says %s, another field says %s: %s is taken".formatted(path, tier, other, other));
      return;
    }
    found.serviceTier(tier);
  }
}
