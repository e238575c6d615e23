/**
 * What a usage costs: the price book, chosen by event time, and exact arithmetic on token counts.
 */
@NullMarked
package dev.costgraph.pricing;

import org.jspecify.annotations.NullMarked;
