/**
 * How many tokens a prompt has, and what a call will cost before it is made: pure, without the
 * graph.
 */
@NullMarked
package dev.costgraph.tokens;

import org.jspecify.annotations.NullMarked;
