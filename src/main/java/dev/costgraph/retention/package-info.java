/** Folding of what is older than a horizon: archived first, then kept as sums. */
@NullMarked
package dev.costgraph.retention;

import org.jspecify.annotations.NullMarked;
