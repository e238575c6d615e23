package dev.costgraph.http;

/** What a caller may do; declared in rising order. */
enum Role {
  /** No token, or one that is not known: nothing. */
  NONE,
  /** The read-only token: queries and subscriptions. */
  READER,
  /** The token, or anybody where none is set and only this machine can call. */
  WRITER;

  /** The key under which an operation carries its caller's role in the GraphQL context. */
  static final String KEY = "costgraph.role";
}
