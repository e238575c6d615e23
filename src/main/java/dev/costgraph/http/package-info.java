/**
 * What stands between the network and the API: who may speak, from where, in which form and how
 * much.
 *
 * <p>Every request passes {@link dev.costgraph.http.Gate} first. {@link
 * dev.costgraph.http.GraphQlRoute} and {@link dev.costgraph.http.GraphQlSocket} hand operations
 * over with the caller's {@link dev.costgraph.http.Role}, and {@link dev.costgraph.http.QueryGuard}
 * refuses what that role may not do. An operation that comes without a role is refused. {@link
 * dev.costgraph.http.PageRoutes} lets everybody load the page, which holds no data.
 */
@NullMarked
package dev.costgraph.http;

import org.jspecify.annotations.NullMarked;
