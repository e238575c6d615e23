package dev.costgraph.graph;

import ac.simons.neo4j.migrations.core.MigrationsConfig;
import org.neo4j.driver.Driver;

final class Migrations {
  private final Driver driver;
  private final String database;

  Migrations(Driver driver, String database) {
    this.driver = driver;
    this.database = database;
  }

  void apply() {
    new ac.simons.neo4j.migrations.core.Migrations(
            MigrationsConfig.builder()
                .withLocationsToScan("classpath:cypher/schema")
                .withDatabase(database)
                .build(),
            driver)
        .apply();
  }
}
