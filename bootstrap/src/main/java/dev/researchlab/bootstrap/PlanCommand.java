package dev.researchlab.bootstrap;

import dev.researchlab.adapters.formats.experiment.ExperimentFile;
import dev.researchlab.application.ResearchLab;
import dev.researchlab.domain.experiment.Budget;
import dev.researchlab.domain.experiment.Experiment;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.domain.run.RunEstimate;
import dev.researchlab.domain.run.RunEstimate.VariantEstimate;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Says what a run would take, before anything is sent. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Checks an experiment file as `run` does, and says what a run would take: trials, tokens,"
          + " cost and time. Sends nothing and keeps nothing.",
      ""
    },
    footer = {
      "",
      "Input tokens are estimated: a quarter of the characters of each rendered prompt, and 4 for",
      "each message. The cost at most is that of answers as long as max_tokens (512 where it is",
      "not set). The time is the least: it knows the limits that the file names, and no others."
    })
final class PlanCommand implements Callable<Integer> {

  private static final JsonFactory JSON = new JsonFactory();

  @Spec private CommandSpec spec;
  @ParentCommand private Main environment;
  @Mixin private ExperimentArguments arguments;

  @Option(
      names = "--latency",
      paramLabel = "DURATION",
      converter = ProviderCommand.DurationConverter.class,
      defaultValue = "2s",
      description = "How long a call is assumed to take. Default: ${DEFAULT-VALUE}.")
  private Duration latency;

  @Option(
      names = "--output-tokens",
      paramLabel = "N",
      defaultValue = "256",
      description = "How long an answer is assumed to be. Default: ${DEFAULT-VALUE}.")
  private long outputTokens;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private ReportFormat format;

  @Override
  public Integer call() {
    ExperimentFile file = arguments.read(environment.settings());
    try (Session session = Session.forPlanning()) {
      ResearchLab lab = session.lab();
      Experiment experiment =
          file.submit(
              ProjectId.DEFAULT, lab.models(), lab.datasets(), lab.prompts(), lab.experiments());
      RunEstimate estimate =
          lab.runs().estimate(ProjectId.DEFAULT, experiment.id(), latency, outputTokens);
      PrintWriter out = spec.commandLine().getOut();
      List<String> warnings = warnings(file, estimate);
      switch (format) {
        case TABLE -> writeTable(out, estimate, warnings);
        case JSON -> writeJson(out, estimate, warnings);
      }
      out.flush();
      return ExitCode.DONE;
    }
  }

  private static List<String> warnings(ExperimentFile file, RunEstimate estimate) {
    List<String> warnings = new ArrayList<>();
    file.models().stream()
        .map(model -> model.specification().credentialVariable())
        .distinct()
        .filter(variable -> variable != null && System.getenv(variable) == null)
        .forEach(variable -> warnings.add("the key is not set: export " + variable + "=..."));
    warnings.addAll(budgetWarnings(estimate));
    return warnings;
  }

  static List<String> budgetWarnings(RunEstimate estimate) {
    List<String> warnings = new ArrayList<>();
    Budget budget = estimate.budget();
    BigDecimal maxCost = budget.maxCost();
    if (maxCost != null && estimate.knownCost().compareTo(maxCost) > 0) {
      warnings.add("the budget of " + dollars(maxCost) + " will stop the run before its end");
    }
    Long maxTokens = budget.maxTokens();
    if (maxTokens != null && estimate.tokens() > maxTokens) {
      warnings.add(
          String.format(
              Locale.ROOT, "the budget of %,d tokens will stop the run before its end", maxTokens));
    }
    Duration maxDuration = budget.maxDuration();
    if (maxDuration != null && estimate.time().compareTo(maxDuration) > 0) {
      warnings.add("the time of the budget will be over before the run's end");
    }
    return warnings;
  }

  private void writeTable(PrintWriter out, RunEstimate estimate, List<String> warnings) {
    TextTable table =
        new TextTable(
            "variant", ">calls", ">input tokens", ">output tokens", ">cost", ">cost at most");
    for (VariantEstimate variant : estimate.variants()) {
      table.row(
          variant.variant(),
          count(variant.calls()),
          count(variant.inputTokens()),
          count(variant.outputTokens()),
          dollars(variant.cost()),
          dollars(variant.mostCost()));
    }
    table.writeTo(out);
    out.println();
    out.printf(
        Locale.ROOT,
        "%,d trials, %,d tokens, %s, at least %s, bound by %s%n",
        estimate.trials(),
        estimate.tokens(),
        estimate.variants().stream().allMatch(variant -> variant.cost() != null)
            ? dollars(estimate.knownCost())
            : dollars(estimate.knownCost()) + " and what models without a known price cost",
        time(estimate.time()),
        estimate.boundBy());
    warnings.forEach(warning -> out.println("warning: " + warning));
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String dollars(@Nullable BigDecimal amount) {
    return amount == null ? "unknown" : "$" + amount.setScale(4, RoundingMode.HALF_UP);
  }

  private static String time(Duration time) {
    return time.toHours() > 0
        ? time.toHours() + " h " + time.toMinutesPart() + " min"
        : time.toMinutes() > 0
            ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
            : time.toMillis() / 1000.0 + " s";
  }

  private static void writeJson(PrintWriter out, RunEstimate estimate, List<String> warnings) {
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      write(json, estimate, warnings);
    }
    out.println();
  }

  static void write(JsonGenerator json, RunEstimate estimate, List<String> warnings) {
    json.writeStartObject();
    json.writeNumberProperty("trials", estimate.trials());
    json.writeNumberProperty("tokens", estimate.tokens());
    json.writeStringProperty("known_cost_usd", estimate.knownCost().toPlainString());
    json.writeNumberProperty("seconds", estimate.time().toMillis() / 1e3);
    json.writeStringProperty("bound_by", estimate.boundBy());
    json.writeArrayPropertyStart("variants");
    for (VariantEstimate variant : estimate.variants()) {
      json.writeStartObject();
      json.writeStringProperty("variant", variant.variant());
      json.writeNumberProperty("calls", variant.calls());
      json.writeNumberProperty("input_tokens", variant.inputTokens());
      json.writeNumberProperty("output_tokens", variant.outputTokens());
      json.writeNumberProperty("most_output_tokens", variant.mostOutputTokens());
      json.writeStringProperty("cost_usd", plain(variant.cost()));
      json.writeStringProperty("most_cost_usd", plain(variant.mostCost()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("warnings");
    warnings.forEach(json::writeString);
    json.writeEndArray();
    json.writeEndObject();
  }

  private static @Nullable String plain(@Nullable BigDecimal amount) {
    return amount == null ? null : amount.toPlainString();
  }
}
