package dev.researchlab.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The modules, and the only arrows between them and to libraries; java.*, jspecify and a module's
 * own packages are allowed to each.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists are those of List.of
enum Module {
  DOMAIN("domain", "dev.researchlab.domain", 60, "org.apache.commons.math3..", "org.ejml.."),
  PORTS("ports", "dev.researchlab.ports.driving,dev.researchlab.ports.driven", 20, Arrows.DOMAIN),
  APPLICATION(
      "application",
      "dev.researchlab.application",
      15,
      Arrows.DOMAIN,
      Arrows.DRIVING,
      Arrows.DRIVEN),
  PORTS_TESTKIT(
      "ports-testkit",
      "dev.researchlab.ports.testkit",
      20,
      Arrows.DOMAIN,
      Arrows.DRIVING,
      Arrows.DRIVEN,
      "org.junit.jupiter.api..",
      "org.assertj.core.."),
  ADAPTERS_LOCAL(
      "adapters-local", "dev.researchlab.adapters.local", 10, Arrows.DOMAIN, Arrows.DRIVEN),
  ADAPTERS_FORMATS(
      "adapters-formats",
      "dev.researchlab.adapters.formats",
      15,
      Arrows.DOMAIN,
      Arrows.DRIVING,
      Arrows.DRIVEN,
      "tools.jackson..",
      "org.snakeyaml.engine..",
      "com.networknt.schema..",
      "dev.hardwood..",
      "org.apache.parquet..",
      "blue.strategic.parquet..",
      "de.siegmar.fastcsv.."),
  ADAPTERS_LLM(
      "adapters-llm",
      "dev.researchlab.adapters.llm",
      15,
      Arrows.DOMAIN,
      Arrows.DRIVEN,
      "tools.jackson..",
      "org.apache.hc..",
      "dev.langchain4j..",
      "javax.net.ssl.."),
  ADAPTERS_POSTGRES(
      "adapters-postgres",
      // The second package is of one type that Helidon's DbClient misses: docs/decisions/0006.
      "dev.researchlab.adapters.postgres,io.helidon.builder.api",
      30,
      Arrows.DOMAIN,
      Arrows.DRIVEN,
      "javax.sql..",
      "io.helidon.dbclient..",
      "io.helidon.common.config..",
      "org.postgresql..",
      "com.zaxxer.hikari..",
      "org.flywaydb..",
      "org.tukaani.xz..",
      "tools.jackson..",
      "com.fasterxml.jackson.annotation.."),
  ADAPTERS_CLICKHOUSE(
      "adapters-clickhouse",
      "dev.researchlab.adapters.clickhouse",
      8,
      Arrows.DOMAIN,
      Arrows.DRIVEN,
      "com.clickhouse.client.api..",
      "com.clickhouse.data..",
      "org.apache.hc.core5.http.."),
  ADAPTERS_S3(
      "adapters-s3",
      "dev.researchlab.adapters.s3",
      7,
      Arrows.DOMAIN,
      Arrows.DRIVEN,
      "software.amazon.awssdk.."),
  ADAPTERS_HTTP(
      "adapters-http",
      "dev.researchlab.adapters.http",
      35,
      Arrows.DOMAIN,
      Arrows.DRIVING,
      "io.helidon..",
      "io.opentelemetry.api..",
      "io.opentelemetry.context..",
      "io.prometheus.metrics..",
      "org.snakeyaml.engine..",
      "tools.jackson..",
      "com.nimbusds.."),
  CLIENT("client", "dev.researchlab.client", 35, "tools.jackson.."),
  PROVIDER_SIMULATOR("provider-simulator", "dev.researchlab.simulator", 15, "tools.jackson.."),
  SERVICES_TESTKIT(
      "services-testkit",
      "dev.researchlab.testkit.services",
      4,
      "org.junit.jupiter.api..",
      "org.gaul.s3proxy..",
      "software.amazon.awssdk.."),
  BOOTSTRAP(
      "bootstrap",
      "dev.researchlab.bootstrap",
      8,
      Arrows.DOMAIN,
      Arrows.DRIVING,
      Arrows.DRIVEN,
      "dev.researchlab.application..",
      "dev.researchlab.adapters..",
      "dev.researchlab.client..",
      "dev.researchlab.simulator..",
      "com.sun.management..",
      "picocli..",
      "de.siegmar.fastcsv..",
      "io.opentelemetry..",
      "io.prometheus.metrics..",
      "tools.jackson..");

  /** The packages that arrows point to. */
  private static final class Arrows {
    static final String DOMAIN = "dev.researchlab.domain..";
    static final String DRIVING = "dev.researchlab.ports.driving..";
    static final String DRIVEN = "dev.researchlab.ports.driven..";
  }

  /** Everything that was compiled, imported once. */
  private static final class Imported {

    private static final Path HOUSE = Path.of(System.getProperty("basedir", "")).resolve("..");

    private static final JavaClasses ALL =
        new ClassFileImporter()
            .importPaths(
                Stream.of(values())
                    .flatMap(module -> Stream.of(module.mainOutput(), module.testOutput()))
                    .map(HOUSE::resolve)
                    .filter(Files::isDirectory)
                    .toList());
  }

  private final String folder;
  private final List<String> packages;
  private final int leastClasses;
  private final List<String> arrows;

  Module(String folder, String packages, int leastClasses, String... arrows) {
    this.folder = folder;
    this.packages = List.of(packages.split(","));
    this.leastClasses = leastClasses;
    this.arrows = List.of(arrows);
  }

  /** The modules that are adapters. */
  static Stream<Module> adapters() {
    return Stream.of(values()).filter(module -> module.folder.startsWith("adapters-"));
  }

  /** What all modules publish. */
  static JavaClasses allClasses() {
    return Imported.ALL.that(DescribedPredicate.not(comeFrom("/target/test-classes/")));
  }

  /** What all modules publish, and their tests. */
  static JavaClasses allClassesAndTests() {
    return Imported.ALL;
  }

  /** The packages under which all of the module lies. */
  List<String> packages() {
    return packages;
  }

  /** Fewer would mean that the import has missed something. */
  int leastClasses() {
    return leastClasses;
  }

  /** Packages outside of the module on which it may depend. */
  List<String> arrows() {
    return arrows;
  }

  /** What the module publishes. */
  JavaClasses classes() {
    return Imported.ALL.that(comeFrom("/" + mainOutput() + "/"));
  }

  /** The module's tests; none where it has none. */
  JavaClasses testClasses() {
    return Imported.ALL.that(comeFrom("/" + testOutput() + "/"));
  }

  private String mainOutput() {
    return folder + "/target/classes";
  }

  private String testOutput() {
    return folder + "/target/test-classes";
  }

  private static DescribedPredicate<JavaClass> comeFrom(String output) {
    return DescribedPredicate.describe(
        "come from " + output,
        javaClass -> javaClass.getSource().orElseThrow().getUri().getPath().contains(output));
  }
}
