package dev.costgraph.report;

import java.util.List;

/**
 * A report, ready to be written.
 *
 * @param subtitle what it is of and when it was made
 * @param figures what is said first, each as a name and a value
 * @param trendPath where the trend is as a picture of its own
 */
public record Report(
    String title,
    String subtitle,
    List<Figure> figures,
    Trend trend,
    String trendPath,
    List<Table> tables) {

  /** One of the figures at the top. */
  public record Figure(String name, Cell value, String note) {}

  /** {@return the title as Markdown has it} */
  public String markdownTitle() {
    return Markdown.text(title);
  }
}
