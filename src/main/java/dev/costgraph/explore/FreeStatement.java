package dev.costgraph.explore;

import dev.costgraph.BadRequest;
import dev.costgraph.Limits;
import dev.costgraph.explore.CypherTokens.Token;
import dev.costgraph.explore.CypherTokens.Token.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One statement of a caller whose words were looked at: it is one, it is no command and has no
 * options, and nothing of it runs on where the database cannot end it. What it does is for {@link
 * PlanGuard} to say; but a subquery within an expression is not in the plan, so of the clauses that
 * can be there those that do more than read are refused here: {@code LOAD CSV}, {@code USE}, {@code
 * IN TRANSACTIONS} and procedures. Neo4j itself refuses to write there.
 *
 * @param text as it goes to the database: without comments, each character where the caller has it
 */
record FreeStatement(String text) {

  private static final Set<String> BEGINNINGS =
      Set.of("MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CALL");

  /** What may be before USE, besides the beginning of a statement. */
  private static final Set<String> BEFORE_QUERY = Set.of("UNION", "ALL", "DISTINCT");

  /**
   * Functions with a dot in their name. Those without are Neo4j's own: it lets nobody add one, and
   * none of them touches anything but its arguments.
   */
  private static final Set<String> DOTTED_FUNCTIONS =
      Set.of(
          "date.realtime",
          "date.statement",
          "date.transaction",
          "date.truncate",
          "datetime.fromepoch",
          "datetime.fromepochmillis",
          "datetime.realtime",
          "datetime.statement",
          "datetime.transaction",
          "datetime.truncate",
          "duration.between",
          "duration.indays",
          "duration.inmonths",
          "duration.inseconds",
          "localdatetime.realtime",
          "localdatetime.statement",
          "localdatetime.transaction",
          "localdatetime.truncate",
          "localtime.realtime",
          "localtime.statement",
          "localtime.transaction",
          "localtime.truncate",
          "point.distance",
          "point.withinbbox",
          "time.realtime",
          "time.statement",
          "time.transaction",
          "time.truncate",
          "vector.similarity.cosine",
          "vector.similarity.euclidean");

  private static final Set<String> OPERATORS =
      Set.of("+", "-", "*", "/", "%", "^", "=", "<", ">", "AND", "OR", "XOR", "NOT", "IN", "CASE");

  /**
   * {@return the statement, if its words may run}
   *
   * @throws BadRequest NOT_ALLOWED or INVALID_VALUE, field {@code statement}, with the place
   */
  static FreeStatement of(String statement) {
    if (statement.length() > Limits.CYPHER_CHARS_MAX) {
      throw new BadRequest(
          BadRequest.Code.NOT_ALLOWED,
          "statement",
          "the statement has %,d characters, at most %,d are allowed; pass data as parameters"
              .formatted(statement.length(), Limits.CYPHER_CHARS_MAX));
    }
    CypherTokens scanned = CypherTokens.of(statement);
    List<Token> tokens = scanned.tokens();
    int end = statement.length();
    if (!tokens.isEmpty() && tokens.getLast().is(';')) {
      end = tokens.getLast().offset();
      tokens = tokens.subList(0, tokens.size() - 1);
    }
    new Check(scanned, tokens).run();
    return new FreeStatement(scanned.withoutComments().substring(0, end).stripTrailing());
  }

  private record Check(CypherTokens scanned, List<Token> tokens) {

    void run() {
      if (tokens.isEmpty()) {
        throw new BadRequest(
            BadRequest.Code.INVALID_VALUE, "statement", "the statement is empty: write one");
      }
      Token first = tokens.getFirst();
      if (!BEGINNINGS.contains(upper(first)) || first.kind() != Kind.NAME) {
        throw refused(
            "a statement that begins with '%s' is not allowed; it begins with MATCH, OPTIONAL"
                    .formatted(shown(first))
                + " MATCH, UNWIND, WITH, CALL or RETURN",
            first);
      }
      if (tokens.size() > Limits.CYPHER_TOKENS_MAX) {
        throw refused(
            "the statement has %,d words and signs, at most %,d are allowed"
                .formatted(tokens.size(), Limits.CYPHER_TOKENS_MAX),
            tokens.get(Limits.CYPHER_TOKENS_MAX));
      }
      depth();
      operators();
      for (int i = 0; i < tokens.size(); i++) {
        sign(tokens.get(i));
        use(i);
        load(i);
        transactions(i);
        procedure(i);
        if (i > 0 && tokens.get(i).is('(') && tokens.get(i - 1).isName()) {
          call(i - 1);
        }
      }
      for (int i = 0; i < tokens.size(); i++) {
        collect(i);
      }
    }

    private void depth() {
      int depth = 0;
      for (Token token : tokens) {
        if (token.is('(') || token.is('[') || token.is('{')) {
          depth++;
        } else if (token.is(')') || token.is(']') || token.is('}')) {
          depth--;
        }
        if (depth > Limits.CYPHER_DEPTH_MAX) {
          throw refused(
              "brackets are deeper than %d levels: split the statement with WITH"
                  .formatted(Limits.CYPHER_DEPTH_MAX),
              token);
        }
      }
    }

    private void operators() {
      Map<String, Integer> counts = new HashMap<>();
      for (Token token : tokens) {
        boolean operator = token.kind() == Kind.NAME || token.kind() == Kind.SIGN;
        if (operator
            && OPERATORS.contains(upper(token))
            && counts.merge(upper(token), 1, Integer::sum) > Limits.CYPHER_OPERATOR_MAX) {
          throw refused(
              "'%s' is there more than %d times: pass a list as a parameter"
                  .formatted(token.text(), Limits.CYPHER_OPERATOR_MAX),
              token);
        }
      }
    }

    private void sign(Token token) {
      if (token.is(';')) {
        throw refused("only one statement is allowed: leave the ';' out", token);
      }
      if (token.is('~')) {
        throw refused(
            "'=~' is not allowed, for a regular expression cannot be ended: use CONTAINS, STARTS"
                + " WITH or ENDS WITH, with toLower where the case does not matter",
            token);
      }
    }

    private void use(int i) {
      if (!tokens.get(i).is("USE") || i == 0) {
        return;
      }
      Token before = tokens.get(i - 1);
      boolean property = i + 1 < tokens.size() && tokens.get(i + 1).is(':');
      if (!property && (before.is('{') || BEFORE_QUERY.contains(upper(before)))) {
        throw refused("USE is not allowed: there is one database", tokens.get(i));
      }
    }

    private void load(int i) {
      if (tokens.get(i).is("LOAD") && i + 1 < tokens.size() && tokens.get(i + 1).is("CSV")) {
        throw refused("LOAD CSV is not allowed: pass data as parameters", tokens.get(i));
      }
    }

    private void transactions(int i) {
      boolean word = tokens.get(i).is("TRANSACTIONS") || tokens.get(i).is("TRANSACTION");
      if (word && i > 0 && (tokens.get(i - 1).is("IN") || tokens.get(i - 1).is("CONCURRENT"))) {
        throw refused("CALL … IN TRANSACTIONS is not allowed: leave that out", tokens.get(i));
      }
    }

    /** {@link PlanGuard} sees whether there is a bound, and not which. */
    private void collect(int i) {
      if (!tokens.get(i).is("COLLECT") || i + 1 == tokens.size() || !tokens.get(i + 1).is('{')) {
        return;
      }
      int close = close(i + 1);
      if (!isSmall(tokens.get(close - 1)) || !tokens.get(close - 2).is("LIMIT")) {
        throw refused(
            "COLLECT { … } has to end with LIMIT and a number up to %,d: its memory is not counted"
                .formatted(Limits.CYPHER_LIST_MAX),
            tokens.get(i));
      }
    }

    private void procedure(int i) {
      int last = i + 1;
      if (!isCall(i) || last == tokens.size() || !tokens.get(last).isName()) {
        return;
      }
      StringBuilder name = new StringBuilder(tokens.get(last).text());
      while (last + 2 < tokens.size() && tokens.get(last + 1).is('.')) {
        last += 2;
        name.append('.').append(tokens.get(last).text());
      }
      String refusal = PlanGuard.refusal(name.toString());
      if (refusal != null) {
        throw refused(refusal, tokens.get(i + 1));
      }
    }

    /** And no property, label or parameter of that name. */
    private boolean isCall(int i) {
      Token before = tokens.get(Math.max(0, i - 1));
      return tokens.get(i).is("CALL") && !(before.is('.') || before.is(':') || before.is('$'));
    }

    /** A function, a procedure, or a keyword before a bracket. */
    private void call(int last) {
      int first = last;
      while (first > 1 && tokens.get(first - 1).is('.') && !tokens.get(first - 2).is('.')) {
        first -= 2;
      }
      StringBuilder name = new StringBuilder();
      tokens.subList(first, last + 1).forEach(part -> name.append(part.text()));
      String function = name.toString().toLowerCase(Locale.ROOT);
      boolean procedure = first > 0 && tokens.get(first - 1).is("CALL");
      if (function.contains(".") && !procedure && !DOTTED_FUNCTIONS.contains(function)) {
        throw refused("the function %s is not allowed".formatted(name), tokens.get(first));
      }
      if (function.equals("range")) {
        range(last);
      }
    }

    /**
     * The database ends a statement between two rows. {@code UNWIND range(…) AS x} makes rows; in
     * an expression the range may have only so many values.
     */
    private void range(int name) {
      int close = close(name + 1);
      boolean rows =
          name > 0
              && tokens.get(name - 1).is("UNWIND")
              && close + 1 < tokens.size()
              && tokens.get(close + 1).is("AS");
      for (int i = name + 2; i < close && !rows; i++) {
        Token token = tokens.get(i);
        boolean size = token.is("size") || token.is("length");
        if (size && tokens.get(i + 1).is('(')) {
          i = close(i + 1);
        } else if (!(token.is(',') || token.is('+') || token.is('-') || isSmall(token))) {
          throw refused(
              "range within an expression takes size(…), length(…) and numbers up to %,d, with +"
                      .formatted(Limits.CYPHER_LIST_MAX)
                  + " and -; after 'UNWIND' and before 'AS' it takes anything",
              token);
        }
      }
    }

    private static boolean isSmall(Token token) {
      return token.kind() == Kind.NUMBER
          && token.text().matches("[0-9]{1,5}")
          && Integer.parseInt(token.text()) <= Limits.CYPHER_LIST_MAX;
    }

    /** {@return where the bracket is closed; the last token when it is not} */
    private int close(int open) {
      char opening = tokens.get(open).text().charAt(0);
      char closing = opening == '(' ? ')' : '}';
      int depth = 0;
      for (int i = open; i < tokens.size(); i++) {
        if (tokens.get(i).is(opening)) {
          depth++;
        } else if (tokens.get(i).is(closing) && --depth == 0) {
          return i;
        }
      }
      return tokens.size() - 1;
    }

    private static String upper(Token token) {
      return token.text().toUpperCase(Locale.ROOT);
    }

    private static String shown(Token token) {
      return token.text().length() > 30 ? token.text().substring(0, 30) + "…" : token.text();
    }

    private BadRequest refused(String message, Token token) {
      return scanned.fault(BadRequest.Code.NOT_ALLOWED, message, token.offset());
    }
  }
}
