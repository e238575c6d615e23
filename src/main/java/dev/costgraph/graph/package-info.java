/** The database: embedded or remote, always over Bolt; its schema; and the Cypher files. */
@NullMarked
package dev.costgraph.graph;

import org.jspecify.annotations.NullMarked;
