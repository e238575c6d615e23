/** A made-up organisation to look at: what an empty costgraph shows when asked for a sample. */
@NullMarked
package dev.costgraph.sample;

import org.jspecify.annotations.NullMarked;
