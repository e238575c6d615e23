/**
 * Price documents of others and of this service, read into list prices and compared with a price
 * book. Nothing is stored here.
 */
@NullMarked
package dev.costgraph.pricing.imports;

import org.jspecify.annotations.NullMarked;
