@NullMarked
package dev.costgraph.money;

import org.jspecify.annotations.NullMarked;
