package dev.costgraph.pricing;

/**
 * The price that holds for a model at an instant, and how it was found.
 *
 * @param priceId {@link ModelPrice#priceId()}, computed once
 * @param matchedBy for people, e.g. {@code exact id} or {@code alias of gpt-4o}
 */
public record PriceMatch(ModelPrice price, String priceId, String matchedBy) {}
