@NullMarked
package dev.costgraph.history;

import org.jspecify.annotations.NullMarked;
