@NullMarked
package dev.costgraph.denial;

import org.jspecify.annotations.NullMarked;
