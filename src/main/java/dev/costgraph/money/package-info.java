/** Exact amounts: integers of 1e-9 of a currency, and decimals as strings. Never a float. */
@NullMarked
package dev.costgraph.money;

import org.jspecify.annotations.NullMarked;
