/** What tests of several packages share: clients, and the packaged application as a process. */
@NullMarked
package dev.costgraph;

import org.jspecify.annotations.NullMarked;
