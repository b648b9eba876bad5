package dev.researchlab.bootstrap;

import dev.researchlab.adapters.formats.experiment.ExperimentFile;
import dev.researchlab.adapters.formats.experiment.PriceFile;
import dev.researchlab.domain.model.PriceTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Names an experiment file and what is put over it: what `run` and `plan` have in common. */
final class ExperimentArguments {

  @Parameters(index = "0", paramLabel = "FILE", description = "The experiment, in YAML.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replaces a value of the file, such as epochs=3 or models.NAME.timeout=5s.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = "Prices that win over the lab's own. Default: LLM_RESEARCH_PRICES.")
  private @Nullable Path prices;

  ExperimentFile read(Settings settings) {
    PriceTable table = PriceFile.builtIn();
    Path own = prices == null && settings.prices() != null ? Path.of(settings.prices()) : prices;
    return ExperimentFile.read(file, overrides, Session.providers())
        .withPrices(own == null ? table : table.under(PriceFile.read(own)));
  }
}
