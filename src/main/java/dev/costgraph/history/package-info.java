/**
 * What the ledger knew earlier: how budgets stood after one of its facts, from the facts up to it.
 */
@NullMarked
package dev.costgraph.history;

import org.jspecify.annotations.NullMarked;
