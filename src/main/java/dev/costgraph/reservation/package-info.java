/** Holds on budgets: what was reserved, how it stands, and reading it. */
@NullMarked
package dev.costgraph.reservation;

import org.jspecify.annotations.NullMarked;
