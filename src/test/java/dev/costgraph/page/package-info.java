/** The live page in a real browser. */
@NullMarked
package dev.costgraph.page;

import org.jspecify.annotations.NullMarked;
