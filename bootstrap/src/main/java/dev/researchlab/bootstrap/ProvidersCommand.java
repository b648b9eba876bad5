package dev.researchlab.bootstrap;

import dev.researchlab.domain.model.Capability;
import dev.researchlab.domain.model.ProviderDescription;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Lists the kinds of providers that a lab reaches; no store is opened for it. */
@Command(
    name = "providers",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lists the providers that an experiment file may name, and what each of them supports.",
      ""
    })
final class ProvidersCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description =
          "How the list is written: table, or json with the options of each provider."
              + " Default: table.")
  private ReportFormat format;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<ProviderDescription> providers =
        Session.providers().stream()
            .sorted(Comparator.comparing(ProviderDescription::name))
            .toList();
    switch (format) {
      case TABLE -> table(providers).writeTo(out);
      case JSON -> writeJson(out, providers);
    }
    out.flush();
    return ExitCode.DONE;
  }

  private static TextTable table(List<ProviderDescription> providers) {
    TextTable table = new TextTable("provider", "supports", "what it is");
    for (ProviderDescription provider : providers) {
      table.row(
          provider.name(),
          capabilities(provider).collect(Collectors.joining(", ")),
          provider.summary());
    }
    return table;
  }

  private static void writeJson(PrintWriter out, List<ProviderDescription> providers) {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();
    try (JsonGenerator json = mapper.createGenerator(out)) {
      json.writeStartArray();
      for (ProviderDescription provider : providers) {
        json.writeStartObject();
        json.writeStringProperty("name", provider.name());
        json.writeStringProperty("summary", provider.summary());
        json.writeArrayPropertyStart("capabilities");
        capabilities(provider).forEach(json::writeString);
        json.writeEndArray();
        json.writeObjectPropertyStart("options");
        new TreeMap<>(provider.options()).forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    out.println();
  }

  private static Stream<String> capabilities(ProviderDescription provider) {
    return provider.capabilities().stream()
        .sorted()
        .map(Capability::name)
        .map(name -> name.toLowerCase(Locale.ROOT));
  }
}
