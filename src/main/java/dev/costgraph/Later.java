package dev.costgraph;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Fields whose values other threads find. */
public final class Later {

  private Later() {}

  /**
   * {@return what a stage comes to, given where it was asked for} SmallRye reads the fields below
   * it in the thread that gives it, and can do so in those of Vert.x alone.
   */
  public static <T> Uni<T> of(CompletionStage<T> stage) {
    @Nullable Context asking = Vertx.currentContext();
    Uni<T> later = Uni.createFrom().completionStage(stage);
    return asking == null ? later : later.emitOn(work -> asking.runOnContext(none -> work.run()));
  }
}
