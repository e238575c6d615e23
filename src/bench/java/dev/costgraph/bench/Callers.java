package dev.costgraph.bench;

import dev.costgraph.bench.Load.Caller;
import dev.costgraph.ledger.BareLedger;
import dev.costgraph.reservation.ReserveInput;
import dev.costgraph.usage.UsageInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The callers of the benchmarks: through the API, and over the driver alone. */
final class Callers {

  private static final String RECORD =
      "mutation R($u: UsageInput!) { recordUsage(usage: $u) { __typename } }";
  private static final String RECORD_LIST =
      "mutation L($u: [UsageInput!]!) { recordUsages(usages: $u) { __typename ... on Rejected {"
          + " code } } }";
  private static final String RESERVE =
      "mutation V($r: ReserveInput!) { reserve(reservation: $r) { __typename } }";
  private static final String SETTLE =
      "mutation S($i: ID!, $u: UsageInput!) { settle(reservationId: $i, usage: $u) { __typename }"
          + " }";

  /** How often a list is sent again that a loaded machine did not book in time. */
  private static final int TRIES = 20;

  private Callers() {}

  /** {@return so many callers of one kind, each with its own source of chance} */
  static List<Callable<Caller>> of(int count, Callable<Caller> kind) {
    List<Callable<Caller>> callers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      callers.add(kind);
    }
    return callers;
  }

  /** A connection of the API. */
  private abstract static class OverApi implements Caller {
    private final Connection connection;
    final Random random = new Random();

    OverApi(int port) throws Exception {
      connection = new Connection(port);
    }

    /**
     * Sends usages with ids until all are booked: what the ledger did not take or did not answer in
     * time is sent again, as its callers have to.
     */
    void record(String variables, int size) throws Exception {
      for (int tries = 1; ; tries++) {
        String answer =
            connection.send(
                "{\"query\":\"" + RECORD_LIST + "\",\"variables\":{" + variables + "}}");
        int booked = count(answer, "Recorded") + count(answer, "Replayed");
        if (booked == size) {
          return;
        }
        int later = count(answer, "UNKNOWN") + count(answer, "OVERLOADED");
        if (booked + later != size || tries == TRIES) {
          throw new IllegalStateException(RECORD_LIST + "\n" + answer);
        }
        Thread.sleep(500);
      }
    }

    private static int count(String answer, String value) {
      return answer.split("\"" + value + "\"", -1).length - 1;
    }

    /** Sends an operation; every outcome must be of the given kind. */
    void send(String query, String variables, String outcome, int times) throws Exception {
      String answer =
          connection.send("{\"query\":\"" + query + "\",\"variables\":{" + variables + "}}");
      if (count(answer, outcome) != times) {
        throw new IllegalStateException(query + "\n" + answer);
      }
    }

    @Override
    public void close() throws Exception {
      connection.close();
    }
  }

  /** Lists of usages of 90 days. */
  static Callable<Caller> lists(int port, Organisation organisation, int size) {
    return () ->
        new OverApi(port) {
          @Override
          public int call() throws Exception {
            StringJoiner usages = new StringJoiner(",", "\"u\":[", "]");
            for (int i = 0; i < size; i++) {
              usages.add(Organisation.json(organisation.usage(random)));
            }
            record(usages.toString(), size);
            return size;
          }
        };
  }

  /** Single usages of 90 days. */
  static Callable<Caller> singles(int port, Organisation organisation) {
    return () ->
        new OverApi(port) {
          @Override
          public int call() throws Exception {
            String usage = Organisation.json(organisation.usage(random));
            send(RECORD, "\"u\":" + usage, "Recorded", 1);
            return 1;
          }
        };
  }

  /** Reservations on one shared budget, each settled at once. */
  static Callable<Caller> reservations(int port, Organisation organisation) {
    return () ->
        new OverApi(port) {
          private @Nullable ReserveInput open;

          @Override
          public int call() throws Exception {
            if (open == null) {
              ReserveInput reservation = organisation.reservation();
              send(RESERVE, "\"r\":" + Organisation.json(reservation), "Reserved", 1);
              open = reservation;
            } else {
              String usage = Organisation.json(organisation.usageNow(random));
              String variables = "\"i\":\"" + open.reservationId() + "\",\"u\":" + usage;
              send(SETTLE, variables, "Recorded", 1);
              open = null;
            }
            return 1;
          }
        };
  }

  /** Usages of 90 days, so many in each transaction of the driver. */
  static Callable<Caller> bare(Bare bare, Organisation organisation, int size) {
    return () -> {
      BareLedger ledger = bare.ledger(organisation);
      Random random = new Random();
      return () -> {
        List<UsageInput> usages = new ArrayList<>();
        for (int i = 0; i < size; i++) {
          usages.add(organisation.usage(random));
        }
        ledger.record(usages);
        return size;
      };
    };
  }

  /** Reservations, each settled at once, each in a transaction of the driver. */
  static Callable<Caller> bareReservations(Bare bare, Organisation organisation) {
    return () -> {
      BareLedger ledger = bare.ledger(organisation);
      Random random = new Random();
      return new Caller() {
        private @Nullable ReserveInput open;

        @Override
        public int call() {
          if (open == null) {
            ReserveInput reservation = organisation.reservation();
            ledger.reserve(reservation);
            open = reservation;
          } else {
            ledger.settle(open.reservationId(), organisation.usageNow(random));
            open = null;
          }
          return 1;
        }
      };
    };
  }
}
