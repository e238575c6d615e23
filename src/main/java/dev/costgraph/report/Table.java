package dev.costgraph.report;

import java.util.List;

/**
 * A part of a report.
 *
 * @param note what it leaves out or how to read it; empty for nothing
 * @param rows each with a cell per header
 * @param empty what is said where there are no rows
 */
public record Table(
    String title, String note, List<String> headers, List<List<Cell>> rows, String empty) {}
