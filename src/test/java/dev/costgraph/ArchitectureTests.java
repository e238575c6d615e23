package dev.costgraph;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The walls between packages, each rule with an example of what it refuses. */
class ArchitectureTests {

  private static final String ROOT = "dev.costgraph";

  /** A package knows those on lower levels only. What is not named here is on top. */
  private static final Map<String, Integer> LEVELS =
      Map.ofEntries(
          Map.entry("money", 0),
          Map.entry("graph", 1),
          Map.entry("pricing", 2),
          Map.entry("pricing.imports", 3),
          Map.entry("platform", 2),
          Map.entry("budget", 3),
          Map.entry("provider", 3),
          Map.entry("tokens", 3),
          Map.entry("usage", 4),
          Map.entry("reservation", 5),
          Map.entry("command", 6),
          Map.entry("ledger", 7));

  private static final int TOP = 8;

  /** Packages that count exactly. */
  private static final Set<String> EXACT =
      Set.of(
          "money",
          "pricing",
          "provider",
          "pricing.imports",
          "tokens",
          "usage",
          "budget",
          "reservation",
          "command",
          "ledger",
          "denial",
          "books",
          "run",
          "history",
          "export",
          "retention");

  /** Micrometer's gauges take doubles. */
  private static final Set<String> GAUGES =
      Set.of("BooksSchedule.balanced", "BooksSchedule.checkedAt", "RetentionSchedule.healthy");

  /** Besides the classes named …Graph: the connection, node maps, transactions, and failures. */
  private static final Set<String> ON_THE_DRIVER =
      Set.of(
          "dev.costgraph.graph.Database",
          "dev.costgraph.graph.Migrations",
          "dev.costgraph.graph.Properties",
          "dev.costgraph.graph.WriteTransaction",
          "dev.costgraph.explore.RowWriter",
          "dev.costgraph.ledger.PlatformDirectory",
          "dev.costgraph.ledger.PlatformWriter",
          "dev.costgraph.live.Follower",
          "dev.costgraph.live.LedgerTail",
          "dev.costgraph.live.LedgerTails",
          "dev.costgraph.ledger.ExpirySchedule",
          "dev.costgraph.ledger.Ledger",
          "dev.costgraph.sample.Sample");

  private static JavaClasses main;

  @BeforeAll
  static void read() {
    main = new ClassFileImporter().importPath(Path.of("target", "classes", "dev", "costgraph"));
  }

  /** What no class may be like. */
  @SuppressWarnings("unused")
  static class Bad {
    @Inject @Nullable String injected;
    double amount;

    void print(Date date, float share) {
      System.out.println(date + " " + share);
      new IllegalStateException().printStackTrace();
    }
  }

  @Test
  void shouldDependDownwards() {
    assertThat(upward(main, LEVELS)).isEmpty();
    assertThat(upward(main, Map.of("money", 5, "pricing", 1)))
        .anyMatch(text -> text.contains("pricing") && text.contains("money"));
  }

  @Test
  void shouldHaveNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(main);
    refuses(slices().matching(ROOT + ".(*)..").should().notDependOnEachOther());
  }

  @Test
  void shouldKeepMoneyAndPricesFree() {
    free("org.neo4j..").check(main);
    freeOfGraphQl().check(main);
    refuses(free("java.math.."));
  }

  @Test
  void shouldUseTheDriverInGraphClassesOnly() {
    onTheDriver(ON_THE_DRIVER).check(main);
    refuses(onTheDriver(Set.of()));
  }

  @Test
  void shouldServeFromApiClassesOnly() {
    served("Api").check(main);
    refuses(served("Service"));
  }

  @Test
  void shouldCountExactly() {
    assertThat(floating(main)).isEmpty();
    assertThat(floating(bad())).containsExactlyInAnyOrder("Bad.amount", "Bad.print");
  }

  @Test
  void shouldUseInstantsAndTheLog() {
    noDate().check(main);
    noStandardStreams().check(main);
    noStackTraces().check(main);
    refusesBad(noDate());
    refusesBad(noStandardStreams());
    refusesBad(noStackTraces());
  }

  @Test
  void shouldInjectThroughConstructors() {
    noInjection().check(main);
    refusesBad(noInjection());
  }

  private static Set<String> upward(JavaClasses classes, Map<String, Integer> levels) {
    Set<String> upward = new TreeSet<>();
    for (JavaClass from : classes) {
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        JavaClass to = dependency.getTargetClass().getBaseComponentType();
        String here = packageOf(from);
        String there = packageOf(to);
        if (there == null || there.equals(here) || there.isEmpty()) {
          continue;
        }
        int height = here == null || here.isEmpty() ? -1 : levels.getOrDefault(here, TOP);
        int other = levels.getOrDefault(there, TOP);
        if (height < other || (height == other && height < TOP)) {
          upward.add(from.getName() + " knows " + to.getName());
        }
      }
    }
    return upward;
  }

  /** {@return the capability; "" for the root, null for what is not ours} */
  private static @Nullable String packageOf(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(ROOT)
        ? ""
        : name.startsWith(ROOT + ".") ? name.substring(ROOT.length() + 1) : null;
  }

  private static ArchRule free(String packages) {
    return noClasses()
        .that(pure())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .because("money, prices, tokens and what providers state are plain values");
  }

  private static ArchRule freeOfGraphQl() {
    return noClasses()
        .that(pure())
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are GraphQL beyond its annotations",
                type ->
                    type.getPackageName().contains("graphql")
                        && !Set.of("org.eclipse.microprofile.graphql", "io.smallrye.graphql.api")
                            .contains(type.getPackageName())));
  }

  /** Money, what providers state, and prices and tokens without the API and the node maps. */
  private static DescribedPredicate<JavaClass> pure() {
    return DescribedPredicate.describe(
        "are money, what providers state, prices or tokens",
        type ->
            "money".equals(packageOf(type))
                || (Set.of("pricing", "pricing.imports", "tokens")
                        .contains(String.valueOf(packageOf(type)))
                    && !type.getName().matches(".*(Api|Graph)"))
                || "provider".equals(packageOf(type)));
  }

  private static ArchRule onTheDriver(Set<String> others) {
    return noClasses()
        .that(
            DescribedPredicate.describe(
                "are neither named …Graph nor in the list",
                type ->
                    !outermost(type).getSimpleName().endsWith("Graph")
                        && !others.contains(outermost(type).getName())))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.neo4j.driver..");
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTests::outermost).orElse(type);
  }

  private static ArchRule served(String ending) {
    return classes()
        .that()
        .areAnnotatedWith(GraphQLApi.class)
        .should()
        .haveSimpleNameEndingWith(ending);
  }

  private static List<String> floating(JavaClasses classes) {
    List<String> found = new ArrayList<>();
    for (JavaClass type : classes) {
      String name = packageOf(type);
      if (name == null || !(EXACT.contains(name) || type.isEquivalentTo(Bad.class))) {
        continue;
      }
      for (JavaField field : type.getFields()) {
        if (isFloating(field.getRawType())) {
          found.add(type.getSimpleName() + "." + field.getName());
        }
      }
      for (JavaCodeUnit unit : type.getCodeUnits()) {
        Stream<JavaClass> types =
            Stream.concat(Stream.of(unit.getRawReturnType()), unit.getRawParameterTypes().stream());
        if (types.anyMatch(ArchitectureTests::isFloating)) {
          found.add(type.getSimpleName() + "." + unit.getName());
        }
      }
    }
    found.removeAll(GAUGES);
    return found;
  }

  private static boolean isFloating(JavaClass type) {
    return Set.of("double", "float", "java.lang.Double", "java.lang.Float")
        .contains(type.getBaseComponentType().getName());
  }

  private static ArchRule noDate() {
    return noClasses().should().dependOnClassesThat().belongToAnyOf(Date.class);
  }

  private static ArchRule noStandardStreams() {
    return noClasses().should(ACCESS_STANDARD_STREAMS);
  }

  private static ArchRule noStackTraces() {
    return noClasses()
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "it prints a stack trace", call -> call.getName().equals("printStackTrace")));
  }

  private static ArchRule noInjection() {
    return noFields().should().beAnnotatedWith(Inject.class);
  }

  private static void refuses(ArchRule rule) {
    assertThat(rule.evaluate(main).hasViolation()).isTrue();
  }

  private static void refusesBad(ArchRule rule) {
    assertThat(rule.evaluate(bad()).hasViolation()).isTrue();
  }

  private static JavaClasses bad() {
    return new ClassFileImporter().importClasses(Bad.class);
  }
}
