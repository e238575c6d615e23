/**
 * The one writer of the graph: lock the platform's ledger, read, decide in plain Java, write, all
 * in one transaction. Whatever changes usage, budgets or resources goes through here.
 */
@NullMarked
package dev.costgraph.ledger;

import org.jspecify.annotations.NullMarked;
