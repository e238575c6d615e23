package dev.costgraph.explore;

import dev.costgraph.BadRequest;
import dev.costgraph.BadRequest.Place;
import dev.costgraph.explore.CypherTokens.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * The words, signs and literals of a Cypher text. What Neo4j could read in another way than this
 * does is refused: escapes of Unicode, which it takes before anything else, and outside of quotes
 * all characters but letters, digits, ASCII and line ends. Comments become blanks, so that they
 * mean nothing to it either.
 */
final class CypherTokens {

  /**
   * @param text of a name without its quotes
   * @param offset of its first character in the statement
   */
  record Token(Kind kind, String text, int offset) {

    enum Kind {
      NAME,
      QUOTED_NAME,
      NUMBER,
      TEXT,
      /** One character. */
      SIGN
    }

    boolean isName() {
      return kind == Kind.NAME || kind == Kind.QUOTED_NAME;
    }

    /** {@return whether it is this keyword, in any case} */
    boolean is(String keyword) {
      return kind == Kind.NAME && text.equalsIgnoreCase(keyword);
    }

    boolean is(char sign) {
      return kind == Kind.SIGN && text.charAt(0) == sign;
    }
  }

  private final String statement;
  private final StringBuilder blanked;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private CypherTokens(String statement) {
    this.statement = statement;
    this.blanked = new StringBuilder(statement);
  }

  /**
   * {@return the text, taken apart}
   *
   * @throws BadRequest NOT_ALLOWED for an escape or character that is refused; INVALID_VALUE for a
   *     quote or comment that does not end
   */
  static CypherTokens of(String statement) {
    CypherTokens tokens = new CypherTokens(statement);
    int escape = statement.indexOf("\\u");
    if (escape >= 0) {
      throw tokens.fault(
          BadRequest.Code.NOT_ALLOWED,
          "\\u escapes are not allowed: write the character itself, or pass a parameter",
          escape);
    }
    tokens.scan();
    return tokens;
  }

  List<Token> tokens() {
    return tokens;
  }

  /** {@return the statement with blanks for its comments, every other character in its place} */
  String withoutComments() {
    return blanked.toString();
  }

  BadRequest fault(BadRequest.Code code, String message, int offset) {
    return new BadRequest(code, "statement", message, place(statement, offset));
  }

  private static Place place(String text, int offset) {
    String before = text.substring(0, offset);
    int lineStart = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
    int line =
        (int) before.replace("\r\n", "\n").chars().filter(c -> c == '\n' || c == '\r').count();
    return new Place(line + 1, offset - lineStart + 1);
  }

  private void scan() {
    while (at < statement.length()) {
      char c = statement.charAt(at);
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        at++;
      } else if (statement.startsWith("//", at)) {
        lineComment();
      } else if (statement.startsWith("/*", at)) {
        comment();
      } else if (c == '\'' || c == '"') {
        text(c);
      } else if (c == '`') {
        quotedName();
      } else if (isWord(statement.codePointAt(at))) {
        word();
      } else if (c > ' ' && c < 0x7f) {
        tokens.add(new Token(Kind.SIGN, String.valueOf(c), at++));
      } else {
        throw fault(
            BadRequest.Code.NOT_ALLOWED,
            "the character U+%04X is allowed within quotes only".formatted((int) c),
            at);
      }
    }
  }

  private static boolean isWord(int c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  private void word() {
    int from = at;
    while (at < statement.length() && isWord(statement.codePointAt(at))) {
      at += Character.charCount(statement.codePointAt(at));
    }
    boolean number = Character.isDigit(statement.codePointAt(from));
    tokens.add(new Token(number ? Kind.NUMBER : Kind.NAME, statement.substring(from, at), from));
  }

  private void text(char quote) {
    int from = at++;
    while (at < statement.length() && statement.charAt(at) != quote) {
      at += statement.charAt(at) == '\\' ? 2 : 1;
    }
    end(from, 1, "the quote");
    tokens.add(new Token(Kind.TEXT, statement.substring(from, at), from));
  }

  /** Within it a backtick is written twice. */
  private void quotedName() {
    int from = at++;
    while (at < statement.length()
        && (statement.charAt(at) != '`' || statement.startsWith("``", at))) {
      at += statement.charAt(at) == '`' ? 2 : 1;
    }
    end(from, 1, "the name");
    String name = statement.substring(from + 1, at - 1).replace("``", "`");
    tokens.add(new Token(Kind.QUOTED_NAME, name, from));
  }

  private void lineComment() {
    int from = at;
    while (at < statement.length() && "\n\r".indexOf(statement.charAt(at)) < 0) {
      at++;
    }
    blank(from);
  }

  private void comment() {
    int from = at;
    int end = statement.indexOf("*/", at + 2);
    at = end < 0 ? statement.length() : end;
    end(from, 2, "the comment");
    blank(from);
  }

  private void end(int from, int length, String what) {
    if (at + length > statement.length()) {
      throw fault(BadRequest.Code.INVALID_VALUE, what + " that begins here does not end", from);
    }
    at += length;
  }

  private void blank(int from) {
    for (int i = from; i < at; i++) {
      if ("\n\r".indexOf(statement.charAt(i)) < 0) {
        blanked.setCharAt(i, ' ');
      }
    }
  }
}
