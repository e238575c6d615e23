package dev.costgraph.pricing.imports;

/** A whole document cannot be read; the message says what is wrong with it. */
public final class InvalidDocument extends RuntimeException {
  InvalidDocument(String message) {
    super(message);
  }
}
