/**
 * Usage from files: CSV and JSON Lines of any size, read in constant memory and booked through the
 * ledger.
 */
@NullMarked
package dev.costgraph.ingest;

import org.jspecify.annotations.NullMarked;
