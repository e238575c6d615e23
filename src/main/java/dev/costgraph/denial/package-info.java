/** Why a reservation was denied: what filled the budgets, and when it could fit. */
@NullMarked
package dev.costgraph.denial;

import org.jspecify.annotations.NullMarked;
