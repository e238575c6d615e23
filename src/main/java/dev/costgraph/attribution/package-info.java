/**
 * Who spent what on what: group-bys and series over the cost cells, exact at any range and zone,
 * and over usages where cells do not tell them apart.
 */
@NullMarked
package dev.costgraph.attribution;

import org.jspecify.annotations.NullMarked;
