/** Tests of the way in, against a probe API of their own and without a database. */
@NullMarked
package dev.costgraph.http;

import org.jspecify.annotations.NullMarked;
