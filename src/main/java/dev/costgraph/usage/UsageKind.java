package dev.costgraph.usage;

/** What kind of thing was used. */
public enum UsageKind {
  LLM_CALL,
  EMBEDDING,
  IMAGE,
  AUDIO,
  TOOL_CALL,
  SERVICE,
  INFRASTRUCTURE
}
