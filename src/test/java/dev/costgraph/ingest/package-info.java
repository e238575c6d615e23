@NullMarked
package dev.costgraph.ingest;

import org.jspecify.annotations.NullMarked;
