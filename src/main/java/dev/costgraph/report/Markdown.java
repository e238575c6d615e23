package dev.costgraph.report;

/** Texts of callers within Markdown: they stay the texts they are. */
final class Markdown {

  private Markdown() {}

  /**
   * {@return with a backslash before whatever Markdown or HTML would read as more than a letter,
   * and where GitHub's would begin a link by itself}
   */
  static String text(String text) {
    return text.replaceAll("[\\\\`*_{}\\[\\]<>|~&@]|:(?=//)|(?i)(?<=www)\\.", "\\\\$0")
        .replaceAll("\\R", " ");
  }
}
