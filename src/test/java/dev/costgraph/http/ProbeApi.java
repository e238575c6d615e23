package dev.costgraph.http;

import io.smallrye.graphql.api.Subscription;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;
import org.neo4j.driver.exceptions.ServiceUnavailableException;

/** One operation of each kind, and a type that leads to itself. */
@GraphQLApi
public class ProbeApi {

  public record ProbeNode(String name) {}

  @Input("ProbePlan")
  public record ProbePlan(@NonNull String name, Instant startsAt) {}

  @Query
  public ProbeNode probeNode() {
    return new ProbeNode("root");
  }

  public ProbeNode below(@Source ProbeNode node) {
    return node;
  }

  public List<ProbeNode> many(@Source ProbeNode node) {
    return IntStream.range(0, 1000).mapToObj(i -> node).toList();
  }

  @Query
  public String probeEcho(@Name("text") String text) {
    return text;
  }

  @Query
  public Instant probeInstant(@Name("at") Instant at) {
    return at;
  }

  @Query
  public Instant probePlan(@Name("plan") ProbePlan plan) {
    return plan.startsAt();
  }

  @Query
  public String probeFailure() {
    throw new AssertionError("dev.costgraph.Secret");
  }

  @Query
  public String probeException(@Name("failure") ProbeException failure) {
    throw switch (failure) {
      case DEFECT -> new IllegalStateException("dev.costgraph.Secret");
      case OUTAGE -> new ServiceUnavailableException("dev.costgraph.Secret");
    };
  }

  /** What a field can fail with. */
  public enum ProbeException {
    DEFECT,
    OUTAGE
  }

  @Mutation
  public String probeWrite(@Name("text") String text) {
    return text;
  }

  @Subscription
  public Multi<Integer> probeTicks() {
    return Multi.createFrom()
        .ticks()
        .every(Duration.ofMillis(50))
        .onOverflow()
        .drop()
        .map(Long::intValue);
  }

  /** As fast as it is asked, more than any buffer holds. */
  @Subscription
  public Multi<String> probeFlood() {
    return Multi.createFrom().range(0, 2_000_000).map(i -> "x".repeat(1000));
  }
}
