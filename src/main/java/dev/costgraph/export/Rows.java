package dev.costgraph.export;

import java.io.IOException;

/** Takes the rows of an export, one by one; waits while the caller takes nothing. */
interface Rows<T> {
  void write(T row) throws IOException;
}
