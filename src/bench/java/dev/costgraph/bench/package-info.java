/** Benchmarks: two ways of doing the same, measured in one run, written to docs/benchmarks.md. */
@NullMarked
package dev.costgraph.bench;

import org.jspecify.annotations.NullMarked;
