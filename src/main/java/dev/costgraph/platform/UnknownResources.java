package dev.costgraph.platform;

import org.eclipse.microprofile.graphql.Description;

/** What a platform does with a project or task that it sees for the first time in a usage. */
@Description("What happens to a project or task that is first seen in a usage.")
public enum UnknownResources {
  CREATE,
  REJECT
}
