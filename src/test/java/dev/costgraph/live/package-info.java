/** Subscriptions as their clients see them. */
@NullMarked
package dev.costgraph.live;

import org.jspecify.annotations.NullMarked;
