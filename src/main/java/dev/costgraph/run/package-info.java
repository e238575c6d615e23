/**
 * The delegation graph: runs that spawn runs, what each cost with everything that it spawned, which
 * agent delegates to whom, and runs that ran away.
 */
@NullMarked
package dev.costgraph.run;

import org.jspecify.annotations.NullMarked;
