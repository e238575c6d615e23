/** What agents used: the input, its bounds, the record of it and the outcomes of recording it. */
@NullMarked
package dev.costgraph.usage;

import org.jspecify.annotations.NullMarked;
