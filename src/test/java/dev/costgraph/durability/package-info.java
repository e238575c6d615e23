/** Proofs that what was acknowledged stays: full disks, killed processes, lost replies. */
@NullMarked
package dev.costgraph.durability;

import org.jspecify.annotations.NullMarked;
