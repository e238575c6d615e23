@NullMarked
package dev.costgraph.edit;

import org.jspecify.annotations.NullMarked;
