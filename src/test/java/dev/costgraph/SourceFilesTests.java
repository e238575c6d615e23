package dev.costgraph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every file is held to, each check with an example of what it refuses. */
class SourceFilesTests {

  private static final int FILE_LINES_MAX = 400;
  private static final int METHOD_LINES_MAX = 70;
  private static final int COLUMNS_MAX = 100;

  /** Files of one package, without package-info. Larger ones are named here with their number. */
  private static final int PACKAGE_FILES_MAX = 14;

  private static final Map<String, Integer> PACKAGE_FILES =
      Map.of(
          "dev/costgraph/export",
          22,
          "dev/costgraph/ledger",
          37,
          "dev/costgraph/pricing",
          29,
          "dev/costgraph/budget",
          16,
          "dev/costgraph/attribution",
          17,
          "dev/costgraph/run",
          15,
          "dev/costgraph/provider",
          18,
          "dev/costgraph/usage",
          24);

  /** What a checkout holds besides its files, as .gitignore says. */
  private static final Set<String> IGNORED =
      Set.of(".git", "target", "data", ".idea", ".vscode", ".settings", "node_modules");

  private static final Pattern UNFINISHED = Pattern.compile("\\b(TO[D]O|FIX[M]E|(?<!\\[)XX[X])\\b");

  /** Directories of one machine; Homebrew's is the same on all. */
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.$}>-])/(work|root|home/(?!linuxbrew/)[a-z]+|Users|private/tmp)/");

  /** Where packages come from is the settings' of whoever builds. */
  private static final Pattern REGISTRY =
      Pattern.compile(
          "repo1?\\.maven\\.|\\bregistry[-.](1\\.)?\\w+\\.\\w+|\\bpypi\\.(org|python)"
              + "|\\b(docker|ghcr|quay|gcr)\\.io\\b|artifact[o]ry|\\bnexus\\.|proxy\\.golang"
              + "|crates\\.io|plugins\\.gradle");

  @Test
  void shouldKeepFilesShort() {
    assertThat(found(javaFiles(), (path, text) -> longFiles(text))).isEmpty();
    assertThat(found(pageFiles(), (path, text) -> longFiles(text))).isEmpty();
    assertThat(pageFiles()).hasSizeGreaterThan(40);
    assertThat(longFiles("a\n".repeat(400))).isEmpty();
    assertThat(longFiles("a\n".repeat(401))).containsExactly("401 lines");
  }

  @Test
  void shouldKeepMethodsShort() {
    assertThat(found(javaFiles(), (path, text) -> longMethods(text))).isEmpty();
    String method = "class A {\n  @B(c = \"{\")\n  int a(\n      int b) {\n%s  }\n}\n";
    assertThat(longMethods(method.formatted("    b++; // {\n".repeat(67)))).isEmpty();
    assertThat(longMethods(method.formatted("    b++; // {\n".repeat(68))))
        .containsExactly("a has 71 lines from line 3");
  }

  @Test
  void shouldFindEveryMethod() {
    String source =
        """
        record A(int x) {
          A {
            if (x < 0) { throw new B("}"); }
          }
          private static final C D = new C() { public int e() { return '{'; } };
          @F(g = {1, 2}) <T> List<T> h(@I("a") T t) throws J { for (T u : v()) { w(u -> { }); } }
          interface K { int l(); default int m() { return 1; } }
        }
        """;
    assertThat(JavaText.of(source).methods())
        .extracting(JavaText.Method::name)
        .containsExactly("e", "h", "m");
  }

  @Test
  void shouldKeepLinesNarrow() {
    assertThat(found(javaFiles(), (path, text) -> wideLines(text))).isEmpty();
    assertThat(wideLines("x".repeat(100) + "\n")).isEmpty();
    assertThat(wideLines("a\n" + "x".repeat(101))).containsExactly("line 2 has 101 columns");
    assertThat(wideLines("import " + "x".repeat(101))).isEmpty();
  }

  @Test
  void shouldKeepPackagesSmall() {
    Map<String, Long> counts = packages(files().filter(p -> p.startsWith("src/main/java")));

    assertThat(crowded(counts)).isEmpty();
    assertThat(crowded(Map.of("a/b", 14L, "dev/costgraph/ledger", 37L))).isEmpty();
    assertThat(crowded(Map.of("a/b", 15L, "dev/costgraph/ledger", 36L)))
        .containsExactlyInAnyOrder(
            "a/b has 15 files, at most 14",
            "dev/costgraph/ledger has 36 files, its bound is 37: lower it");
  }

  @Test
  void shouldDeclareEveryPackage() {
    List<Path> undeclared =
        javaFiles()
            .map(Path::getParent)
            .distinct()
            .filter(directory -> !isDeclared(directory.resolve("package-info.java")))
            .filter(directory -> !isDeclared(inMain(directory).resolve("package-info.java")))
            .toList();

    assertThat(undeclared).isEmpty();
    assertThat(isDeclared(Path.of("src/main/java/dev/package-info.java"))).isFalse();
    assertThat(isNullMarked("package a;")).isFalse();
  }

  @Test
  void shouldBeFinished() {
    assertThat(found(files(), (path, text) -> matches(UNFINISHED, text))).isEmpty();
    assertThat(matches(UNFINISHED, "// TO" + "DO later")).hasSize(1);
  }

  @Test
  void shouldNameNoDirectoryOfAMachine() {
    assertThat(found(files(), (path, text) -> matches(MACHINE_PATH, text))).isEmpty();
    assertThat(matches(MACHINE_PATH, "cd /wo" + "rk/main; cat '/ro" + "ot/x'")).hasSize(2);
    assertThat(matches(MACHINE_PATH, "src/work/a.java, http://a/root/b")).isEmpty();
  }

  @Test
  void shouldNameNoRegistry() {
    assertThat(found(files(), (path, text) -> matches(REGISTRY, text))).isEmpty();
    assertThat(
            matches(REGISTRY, "https://regis" + "try.npmjs.org gh" + "cr.io/a re" + "po.maven.x"))
        .hasSize(3);
  }

  private static List<String> longFiles(String text) {
    long lines = text.lines().count();
    return lines > FILE_LINES_MAX ? List.of(lines + " lines") : List.of();
  }

  private static List<String> longMethods(String text) {
    return JavaText.of(text).methods().stream()
        .filter(method -> method.lines() > METHOD_LINES_MAX)
        .map(m -> "%s has %d lines from line %d".formatted(m.name(), m.lines(), m.first()))
        .toList();
  }

  private static List<String> wideLines(String text) {
    List<String> lines = text.lines().toList();
    List<String> wide = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int columns = line.codePointCount(0, line.length());
      if (columns > COLUMNS_MAX && !line.startsWith("import ")) {
        wide.add("line %d has %d columns".formatted(i + 1, columns));
      }
    }
    return wide;
  }

  private static Map<String, Long> packages(Stream<Path> files) {
    return files
        .filter(p -> p.toString().endsWith(".java") && !p.endsWith("package-info.java"))
        .collect(
            Collectors.groupingBy(
                p ->
                    Path.of("src/main/java")
                        .relativize(p.getParent())
                        .toString()
                        .replace('\\', '/'),
                TreeMap::new,
                Collectors.counting()));
  }

  private static List<String> crowded(Map<String, Long> packages) {
    List<String> crowded = new ArrayList<>();
    packages.forEach(
        (name, count) -> {
          int bound = PACKAGE_FILES.getOrDefault(name, PACKAGE_FILES_MAX);
          if (count > bound) {
            crowded.add("%s has %d files, at most %d".formatted(name, count, bound));
          } else if (PACKAGE_FILES.containsKey(name) && count < bound) {
            crowded.add("%s has %d files, its bound is %d: lower it".formatted(name, count, bound));
          }
        });
    return crowded;
  }

  /** Packages of tests and benchmarks are those of main, which are declared there. */
  private static Path inMain(Path directory) {
    return Path.of("src/main/java").resolve(directory.subpath(3, directory.getNameCount()));
  }

  private static boolean isDeclared(Path packageInfo) {
    return Files.exists(packageInfo) && isNullMarked(read(packageInfo));
  }

  private static boolean isNullMarked(String packageInfo) {
    return packageInfo.contains("@NullMarked\npackage ");
  }

  private static List<String> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group).toList();
  }

  private static List<String> found(
      Stream<Path> files, BiFunction<Path, String, List<String>> check) {
    return files
        .flatMap(path -> check.apply(path, read(path)).stream().map(what -> path + ": " + what))
        .toList();
  }

  private static Stream<Path> javaFiles() {
    return files().filter(path -> path.startsWith("src") && path.toString().endsWith(".java"));
  }

  private static Stream<Path> pageFiles() {
    return files().filter(path -> path.startsWith("src/main/web"));
  }

  private static Stream<Path> files() {
    List<Path> files = new ArrayList<>();
    collect(Path.of(""), files);
    return files.stream().sorted();
  }

  private static void collect(Path directory, List<Path> files) {
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        if (Files.isDirectory(entry)) {
          if (!isIgnored(entry)) {
            collect(entry, files);
          }
        } else if (!entry.equals(Path.of(".git"))) {
          files.add(entry);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isIgnored(Path directory) {
    return directory.getNameCount() == 1 && IGNORED.contains(directory.toString());
  }

  /** {@return the text; nothing for a file that is none} */
  private static String read(Path path) {
    try {
      return Files.readString(path, UTF_8);
    } catch (CharacterCodingException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
