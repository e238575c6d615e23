@NullMarked
package dev.costgraph.sample;

import org.jspecify.annotations.NullMarked;
