/**
 * Budgets: a tree of any depth, their periods, and what is spent in each. Pure rules and reads;
 * what changes a budget goes through the ledger.
 */
@NullMarked
package dev.costgraph.budget;

import org.jspecify.annotations.NullMarked;
