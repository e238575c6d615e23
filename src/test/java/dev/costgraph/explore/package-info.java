@NullMarked
package dev.costgraph.explore;

import org.jspecify.annotations.NullMarked;
