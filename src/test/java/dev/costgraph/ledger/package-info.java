@NullMarked
package dev.costgraph.ledger;

import org.jspecify.annotations.NullMarked;
