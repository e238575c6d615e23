package dev.costgraph.budget;

/** What a budget's limit counts: nanos of its currency, or tokens. */
public enum Unit {
  MONEY,
  TOKENS
}
