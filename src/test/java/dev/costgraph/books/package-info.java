@NullMarked
package dev.costgraph.books;

import org.jspecify.annotations.NullMarked;
