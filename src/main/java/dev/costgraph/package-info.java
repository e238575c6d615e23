/**
 * costgraph: usage of LLM agents, priced exactly, charged to a tree of budgets.
 *
 * <p>One package per capability; {@code docs/architecture.md} is the map.
 */
@NullMarked
package dev.costgraph;

import org.jspecify.annotations.NullMarked;
