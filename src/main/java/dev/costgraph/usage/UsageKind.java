package dev.costgraph.usage;

import org.eclipse.microprofile.graphql.Description;

/** What kind of thing was used. */
@Description("What kind of thing was used.")
public enum UsageKind {
  LLM_CALL,
  EMBEDDING,
  IMAGE,
  AUDIO,
  TOOL_CALL,
  SERVICE,
  INFRASTRUCTURE
}
