/** Who costs are booked for: platforms (tenants), their projects and tasks. */
@NullMarked
package dev.costgraph.platform;

import org.jspecify.annotations.NullMarked;
