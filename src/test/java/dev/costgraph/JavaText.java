package dev.costgraph;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A Java source as text: its string literals, and its methods by their braces. It reads what
 * google-java-format writes, not every Java there is.
 *
 * @param code the text with comments, strings and characters blanked, lines as they were
 */
public record JavaText(String code, List<String> strings) {

  /** In front of the parentheses, where it is no method that opens. */
  private static final Pattern NO_METHOD =
      Pattern.compile(
          "(?s).*(->|[^=]=[^=]|\\b(record|new|if|for|while|switch|try|catch|synchronized)\\b).*");

  /** Between the parameters of a method and its body. */
  private static final Pattern AFTER_PARAMETERS = Pattern.compile("(?s)\\)\\s*(throws\\s.*)?");

  /** A method with its first and last line, counted from 1. */
  record Method(String name, int first, int last) {
    int lines() {
      return last - first + 1;
    }
  }

  public static JavaText of(String source) {
    StringBuilder code = new StringBuilder(source);
    List<String> strings = new ArrayList<>();
    int at = 0;
    while (at < source.length()) {
      int end = at;
      if (source.startsWith("//", at)) {
        end = indexOf(source, "\n", at);
      } else if (source.startsWith("/*", at)) {
        end = indexOf(source, "*/", at + 2) + 2;
      } else if (source.startsWith("\"\"\"", at)) {
        end = literalEnd(source, "\"\"\"", at + 3) + 3;
        strings.add(source.substring(at + 3, end - 3));
      } else if (source.charAt(at) == '"' || source.charAt(at) == '\'') {
        String quote = source.substring(at, at + 1);
        end = literalEnd(source, quote, at + 1) + 1;
        if (quote.equals("\"")) {
          strings.add(source.substring(at + 1, end - 1));
        }
      }
      for (int i = at; i < Math.min(end, code.length()); i++) {
        if (code.charAt(i) != '\n') {
          code.setCharAt(i, ' ');
        }
      }
      at = Math.max(end, at + 1);
    }
    return new JavaText(code.toString(), List.copyOf(strings));
  }

  /** {@return the methods and constructors with a body, inner ones before outer ones} */
  List<Method> methods() {
    List<Method> methods = new ArrayList<>();
    List<String> openNames = new ArrayList<>();
    List<Integer> openLines = new ArrayList<>();
    int parentheses = 0;
    int headerStart = 0;
    int parameters = -1;
    int close = 0;
    int line = 1;
    int parametersLine = 1;
    for (int i = 0; i < code.length(); i++) {
      char c = code.charAt(i);
      if (c == '\n') {
        line++;
      } else if (c == '(') {
        if (parentheses++ == 0) {
          parameters = i;
          parametersLine = line;
        }
      } else if (c == ')') {
        parentheses--;
        close = i;
      } else if (parentheses == 0 && (c == ';' || c == '{' || c == '}')) {
        if (c == '{') {
          String header =
              parameters < headerStart
                  ? ""
                  : code.substring(headerStart, parameters).replaceAll("@\\w+\\([^()]*\\)", "");
          boolean method =
              !header.isEmpty()
                  && !NO_METHOD.matcher(header).matches()
                  && AFTER_PARAMETERS.matcher(code.substring(close, i)).matches();
          openNames.add(method ? header.strip().replaceAll("(?s).*\\W", "") : "");
          openLines.add(parametersLine);
        } else if (c == '}' && !openNames.isEmpty()) {
          String name = openNames.removeLast();
          int first = openLines.removeLast();
          if (!name.isEmpty()) {
            methods.add(new Method(name, first, line));
          }
        }
        headerStart = i + 1;
      }
    }
    return methods;
  }

  private static int indexOf(String source, String end, int from) {
    int at = source.indexOf(end, from);
    return at < 0 ? source.length() : at;
  }

  private static int literalEnd(String source, String quote, int from) {
    int at = from;
    while (at < source.length() && !source.startsWith(quote, at)) {
      at += source.charAt(at) == '\\' ? 2 : 1;
    }
    return at;
  }
}
