/**
 * Reports of budgets for people: what a day, a week or a month cost, as HTML and Markdown with
 * charts as SVG.
 */
@NullMarked
package dev.costgraph.report;

import org.jspecify.annotations.NullMarked;
