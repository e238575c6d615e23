/**
 * Changes of platforms, projects, tasks and budgets: what may be, decided under the ledger's lock.
 */
@NullMarked
package dev.costgraph.edit;

import org.jspecify.annotations.NullMarked;
