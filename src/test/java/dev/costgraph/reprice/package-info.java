@NullMarked
package dev.costgraph.reprice;

import org.jspecify.annotations.NullMarked;
