/** The proof: every counter and cell recomputed from the facts up to one sequence number. */
@NullMarked
package dev.costgraph.books;

import org.jspecify.annotations.NullMarked;
