/**
 * Files for finance and data engineers, streamed over HTTP: usages, costs, budgets, and charges in
 * the form of FOCUS. {@code docs/exports.md} says what is in them.
 */
@NullMarked
package dev.costgraph.export;

import org.jspecify.annotations.NullMarked;
