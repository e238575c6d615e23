/**
 * The usage objects of providers, as they come in responses, taken apart into disjoint counts: each
 * provider's published rule of what is part of what, and a warning or a refusal where an object
 * does not add up.
 */
@NullMarked
package dev.costgraph.provider;

import org.jspecify.annotations.NullMarked;
