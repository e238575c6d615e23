/**
 * Subscriptions: what happens in a ledger, in order, after the commit that made it. A subscriber
 * reads the graph at its own pace from the last sequence that it saw, so nothing is kept in memory
 * for it, a slow one loses nothing, and one that was cut off resumes.
 */
@NullMarked
package dev.costgraph.live;

import org.jspecify.annotations.NullMarked;
