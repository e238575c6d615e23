/** The ledger's commands as callers send them: their bounds, their identity and their outcomes. */
@NullMarked
package dev.costgraph.command;

import org.jspecify.annotations.NullMarked;
