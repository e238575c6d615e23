/**
 * Other prices for what was used: corrections, and what it would have cost. Usages are gone through
 * in pages; the ledger posts.
 */
@NullMarked
package dev.costgraph.reprice;

import org.jspecify.annotations.NullMarked;
