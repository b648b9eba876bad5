package dev.researchlab.bootstrap;

import dev.researchlab.domain.comparison.BaselineComparison;
import dev.researchlab.domain.comparison.MetricEstimate;
import dev.researchlab.domain.comparison.RunSummary;
import dev.researchlab.domain.comparison.VariantSummary;
import dev.researchlab.domain.metric.Scale;
import dev.researchlab.domain.run.Run;
import dev.researchlab.domain.run.RunFailure;
import dev.researchlab.domain.run.RunManifest;
import dev.researchlab.domain.run.RunManifest.FrozenVariant;
import dev.researchlab.domain.statistics.Difference;
import dev.researchlab.domain.statistics.Estimate;
import dev.researchlab.domain.statistics.TestResult;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A run and its findings as one page that needs nothing else: no script, no other file or host. */
final class HtmlReport {

  private static final String STYLE =
      """
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto;
        padding: 0 1rem; color: #1a1a1a; background: #fff; }
      h1 { font-size: 1.6rem; margin-bottom: 0; } h2 { font-size: 1.15rem; margin-top: 2rem; }
      .about { color: #555; margin-top: .25rem; }
      table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
      th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid #ddd; }
      th { font-weight: 600; } .number { text-align: right; }
      .better { color: #0a6b2d; font-weight: 600; } .worse { color: #a3160f; font-weight: 600; }
      code { font-size: .85em; overflow-wrap: anywhere; }
      svg { display: block; } .note { background: #fff6da; padding: .5rem .75rem; }
      @media print { body { margin: 0; max-width: none; } h2, table { break-inside: avoid; } }
      """;

  private static final int WIDTH = 160;
  private static final int HEIGHT = 14;

  private final Run run;
  private final RunSummary summary;
  private final Findings findings;

  HtmlReport(Run run, RunSummary summary) {
    this.run = run;
    this.summary = summary;
    this.findings = new Findings(summary);
  }

  void writeTo(PrintWriter out) {
    RunManifest manifest = run.manifest();
    String title = escaped(manifest.experimentName());
    out.println("<!DOCTYPE html>");
    out.println("<html lang=\"en\"><head><meta charset=\"utf-8\">");
    out.println("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    out.printf(
        "<title>%s: run %d</title>%n<style>%n%s</style></head><body>%n",
        title, run.number(), STYLE);
    out.printf("<h1>%s</h1>%n", title);
    out.printf(
        Locale.ROOT,
        "<p class=\"about\">Run %d, %s, %,d of %,d trials, begun %s</p>%n",
        run.number(),
        Findings.lower(run.status()),
        summary.evaluated(),
        summary.planned(),
        run.createdAt());
    RunFailure failure = run.failure();
    if (failure != null) {
      note(out, failure.message());
    }
    writeEstimates(out);
    writeComparisons(out);
    findings.notes().forEach(note -> note(out, note));
    writeOutcomes(out);
    writeManifest(out, manifest);
    out.println("</body></html>");
  }

  private static void note(PrintWriter out, String text) {
    out.printf("<p class=\"note\">%s</p>%n", escaped(text));
  }

  private void writeEstimates(PrintWriter out) {
    out.println("<h2>Estimates</h2>");
    head(out, "variant", "metric", "#estimate", findings.levelName(), "", "#n", "#missing");
    for (VariantSummary variant : summary.variants()) {
      for (MetricEstimate metric : variant.metrics()) {
        Estimate estimate = metric.estimate();
        out.printf(
            Locale.ROOT,
            "<tr><td>%s</td><td>%s</td><td class=\"number\">%s</td><td>%s</td><td>%s</td>"
                + "<td class=\"number\">%,d</td><td class=\"number\">%,d</td></tr>%n",
            escaped(variant.variant()),
            escaped(Findings.name(metric.metric(), metric.reducer())),
            estimate == null ? "-" : Findings.number(estimate.value()),
            Findings.interval(estimate == null ? null : estimate.interval(), false),
            estimate == null ? "" : bar(metric, estimate),
            estimate == null ? 0 : estimate.n(),
            metric.missing());
      }
    }
    out.println("</tbody></table>");
  }

  /** Of what lies between 0 and 1; other scales have no ends to draw. */
  private static String bar(MetricEstimate metric, Estimate estimate) {
    if (metric.scale() != Scale.BINARY || estimate.interval() == null) {
      return "";
    }
    return bar(estimate.interval().lower(), estimate.value(), estimate.interval().upper(), 0, 1);
  }

  private static String bar(double lower, double value, double upper, double from, double to) {
    double left = WIDTH * (Math.clamp(lower, from, to) - from) / (to - from);
    double right = WIDTH * (Math.clamp(upper, from, to) - from) / (to - from);
    double middle = WIDTH * (Math.clamp(value, from, to) - from) / (to - from);
    double zero = WIDTH * (0 - from) / (to - from);
    return String.format(
        Locale.ROOT,
        "<svg width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"from %s to %s\">"
            + "<line x1=\"0\" y1=\"7\" x2=\"%1$d\" y2=\"7\" stroke=\"#ddd\"/>"
            + "<line x1=\"%.1f\" y1=\"0\" x2=\"%5$.1f\" y2=\"14\" stroke=\"#bbb\"/>"
            + "<line x1=\"%.1f\" y1=\"7\" x2=\"%.1f\" y2=\"7\" stroke=\"#2a5db0\""
            + " stroke-width=\"4\"/><circle cx=\"%.1f\" cy=\"7\" r=\"4\" fill=\"#2a5db0\"/></svg>",
        WIDTH,
        HEIGHT,
        Findings.number(lower),
        Findings.number(upper),
        zero,
        left,
        right,
        middle);
  }

  private void writeComparisons(PrintWriter out) {
    List<BaselineComparison> comparisons = summary.comparisons();
    if (comparisons.isEmpty()) {
      return;
    }
    out.printf("<h2>Against %s</h2>%n", escaped(comparisons.getFirst().baseline()));
    head(
        out,
        "variant",
        "metric",
        "#difference",
        findings.levelName(),
        "",
        "#p",
        "#p (Holm)",
        "verdict");
    for (BaselineComparison comparison : comparisons) {
      Difference difference = comparison.difference();
      TestResult test = comparison.test();
      Double adjusted = comparison.adjustedPValue();
      String verdict = Findings.lower(comparison.verdict());
      out.printf(
          "<tr><td>%s</td><td>%s</td><td class=\"number\">%s</td><td>%s</td><td>%s</td>"
              + "<td class=\"number\">%s</td><td class=\"number\">%s</td>"
              + "<td class=\"%s\">%8$s</td></tr>%n",
          escaped(comparison.variant()),
          escaped(Findings.name(comparison.metric(), comparison.reducer())),
          difference == null ? "-" : Findings.signed(difference.difference()),
          Findings.interval(difference == null ? null : difference.interval(), true),
          difference == null ? "" : bar(difference),
          test == null ? "-" : Findings.pValue(test.pValue()),
          adjusted == null ? "-" : Findings.pValue(adjusted),
          verdict);
    }
    out.println("</tbody></table>");
  }

  /** On a scale of its own, with nothing in its middle. */
  private static String bar(Difference difference) {
    var interval = difference.interval();
    if (interval == null) {
      return "";
    }
    double end = Math.max(Math.abs(interval.lower()), Math.abs(interval.upper())) * 1.1;
    return end > 0 && Double.isFinite(end)
        ? bar(interval.lower(), difference.difference(), interval.upper(), -end, end)
        : "";
  }

  private void writeOutcomes(PrintWriter out) {
    out.println("<h2>Outcomes</h2>");
    head(out, "variant", "outcomes", "#input tokens", "#output tokens", "#cost");
    for (VariantSummary variant : summary.variants()) {
      StringBuilder outcomes = new StringBuilder();
      variant
          .outcomes()
          .forEach(
              (outcome, count) ->
                  outcomes
                      .append(outcomes.isEmpty() ? "" : ", ")
                      .append(String.format(Locale.ROOT, "%,d %s", count, outcome)));
      out.printf(
          Locale.ROOT,
          "<tr><td>%s</td><td>%s</td><td class=\"number\">%,d</td><td class=\"number\">%,d</td>"
              + "<td class=\"number\">$%s</td></tr>%n",
          escaped(variant.variant()),
          escaped(outcomes.toString()),
          variant.usage().inputTokens(),
          variant.usage().outputTokens(),
          variant.cost().toPlainString());
    }
    out.println("</tbody></table>");
  }

  private void writeManifest(PrintWriter out, RunManifest manifest) {
    out.println("<h2>What determines these numbers</h2>");
    head(out, "variant", "model", "prompt");
    for (FrozenVariant variant : manifest.variants()) {
      out.printf(
          "<tr><td>%s</td><td>%s (%s)</td><td>%s, version %d <code>%s</code></td></tr>%n",
          escaped(variant.name()),
          escaped(variant.model().modelIdentifier()),
          escaped(variant.model().provider()),
          escaped(variant.promptName()),
          variant.promptVersion(),
          variant.prompt().hash().hex().substring(0, 12));
    }
    out.println("</tbody></table>");
    out.printf(
        Locale.ROOT,
        "<p>Dataset %s, %,d samples, <code>%s</code>. %d epochs, seed %d. Manifest <code>%s</code>."
            + " Run <code>%s</code>. LLM Research Lab %s.</p>%n",
        escaped(manifest.datasetName()),
        manifest.samples(),
        manifest.datasetHash().hex(),
        manifest.epochs(),
        manifest.seed(),
        manifest.hash().hex(),
        run.id(),
        escaped(manifest.labVersion()));
  }

  /**
   * @param names a leading {@code #} is a column of numbers
   */
  private static void head(PrintWriter out, String... names) {
    out.print("<table><thead><tr>");
    for (String name : names) {
      boolean number = name.startsWith("#");
      out.printf(
          "<th%s>%s</th>",
          number ? " class=\"number\"" : "", escaped(number ? name.substring(1) : name));
    }
    out.println("</tr></thead><tbody>");
  }

  /** Names and reasons come from users and models. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
