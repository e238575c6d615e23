@NullMarked
package dev.costgraph.provider;

import org.jspecify.annotations.NullMarked;
