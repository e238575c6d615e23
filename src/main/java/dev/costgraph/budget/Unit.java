package dev.costgraph.budget;

import org.eclipse.microprofile.graphql.Description;

/** What a budget's limit counts: nanos of its currency, or tokens. */
@Description("What a budget's limit counts: its currency, or tokens.")
public enum Unit {
  MONEY,
  TOKENS
}
