/** Free Cypher for analysts, guarded, and the library of queries in {@code cypher/explore}. */
@NullMarked
package dev.costgraph.explore;

import org.jspecify.annotations.NullMarked;
