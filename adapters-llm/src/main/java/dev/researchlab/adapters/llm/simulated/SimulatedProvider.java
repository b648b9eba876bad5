package dev.researchlab.adapters.llm.simulated;

import dev.researchlab.adapters.llm.specification.Options;
import dev.researchlab.domain.DurationText;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.model.Capability;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.ProviderDescription;
import dev.researchlab.ports.driven.model.LanguageModel;
import dev.researchlab.ports.driven.model.ModelProvider;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Models that answer from the dataset's own expected answers, right as often as they are told. */
public final class SimulatedProvider implements ModelProvider {

  private static final ProviderDescription DESCRIPTION =
      new ProviderDescription(
          "simulated",
          "Answers in this process, right with a chosen probability; the same seed, the same"
              + " answer.",
          Map.of(
              "accuracy", "share of right answers, 0 to 1; 0.8 unless said",
              "latency", "median time of an answer, such as 20ms or 1.5s; 0ms unless said",
              "latency_sigma",
                  "spread of the latency: sigma of its logarithm, 0 to 5; 0 unless said",
              "template", "text around the answer, such as: The answer is {{answer}}.",
              "wrong", "the wrong answer; a near number or \"I do not know\" unless said"),
          Set.of(Capability.CHAT, Capability.SEED));

  /** A provider; it holds nothing. */
  public SimulatedProvider() {}

  @Override
  public ProviderDescription description() {
    return DESCRIPTION;
  }

  @Override
  public void check(ModelSpecification specification) {
    open(specification).close();
  }

  @Override
  public LanguageModel open(ModelSpecification specification) {
    Options options = Options.of(specification, DESCRIPTION);
    String template = options.text("template", SimulatedModel.ANSWER);
    if (!template.contains(SimulatedModel.ANSWER)) {
      throw new InvalidException(
          "template", "must hold %s, not '%s'".formatted(SimulatedModel.ANSWER, template));
    }
    return new SimulatedModel(
        options.number("accuracy", 0.8, 0, 1),
        latency(options),
        options.number("latency_sigma", 0, 0, 5),
        specification.options().get("wrong"),
        template,
        specification.timeout());
  }

  private static Duration latency(Options options) {
    try {
      return DurationText.parse(options.text("latency", "0ms"));
    } catch (IllegalArgumentException e) {
      throw new InvalidException("latency", String.valueOf(e.getMessage()), e);
    }
  }
}
