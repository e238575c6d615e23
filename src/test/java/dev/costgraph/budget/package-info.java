@NullMarked
package dev.costgraph.budget;

import org.jspecify.annotations.NullMarked;
