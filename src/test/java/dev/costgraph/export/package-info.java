/** Exports, read back over HTTP. */
@NullMarked
package dev.costgraph.export;

import org.jspecify.annotations.NullMarked;
