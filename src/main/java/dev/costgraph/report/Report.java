package dev.costgraph.report;

import java.util.List;

/**
 * A report, ready to be written.
 *
 * @param subtitle what time it is of, when it was made, and what it knows
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
  public record Figure(String name, Cell value, Cell note) {}

  /** {@return the title as Markdown has it} */
  public String markdownTitle() {
    return Markdown.text(title);
  }
}
