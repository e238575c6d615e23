package dev.costgraph.bench;

import dev.costgraph.bench.Load.Caller;
import dev.costgraph.bench.Load.Result;
import java.util.List;
import java.util.concurrent.Callable;

/** One caller that asks the same again and again. */
final class Questions {

  private static final int SHOWN_MAX = 500;

  private Questions() {}

  /** {@return how long the answers took} */
  static Result ask(Service service, String query, int warmSeconds, int seconds) throws Exception {
    String body = body(query);
    Callable<Caller> caller =
        () -> {
          Connection connection = new Connection(service.port());
          return new Caller() {
            @Override
            public int call() throws Exception {
              send(connection, body);
              return 1;
            }

            @Override
            public void close() throws Exception {
              connection.close();
            }
          };
        };
    return Load.run(List.of(caller), warmSeconds, seconds);
  }

  /** {@return what is sent to ask a query} */
  static String body(String query) {
    return "{\"query\":\"" + query.replace("\"", "\\\"") + "\"}";
  }

  /** Sends a body. {@return the answer} */
  static String send(Connection connection, String body) throws Exception {
    String answer = connection.send(body);
    if (answer.contains("\"errors\"") || answer.contains("Rejected")) {
      throw new IllegalStateException(
          body.substring(0, Math.min(SHOWN_MAX, body.length()))
              + "\n"
              + answer.substring(0, Math.min(SHOWN_MAX, answer.length())));
    }
    return answer;
  }
}
