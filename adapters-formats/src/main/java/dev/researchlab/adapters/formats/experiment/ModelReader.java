package dev.researchlab.adapters.formats.experiment;

import dev.researchlab.adapters.formats.experiment.ExperimentFile.NamedModel;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.model.GenerationParameters;
import dev.researchlab.domain.model.ModelLimits;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.ProviderDescription;
import dev.researchlab.domain.model.TokenPrice;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the items of {@code models}. */
record ModelReader(NamedFiles files, List<ProviderDescription> providers) {

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /**
   * An option by which a provider learns which content a file had; computed, never written down.
   */
  private static final String FILE_HASH = "file_sha256";

  NamedModel model(String path, Yaml value) {
    Section section = Section.of(path, value);
    section.requireKeys(keys(providers));
    String name = section.requiredName("name", "a name for the model");
    ProviderDescription provider = provider(section);
    section.requireKeys(keys(List.of(provider)));
    String model = section.name("model").orElse(name);
    @Nullable URI endpoint =
        section.name("base_url").map(url -> endpoint(section, url)).orElse(null);
    @Nullable String variable =
        section.name("api_key_env").map(it -> variable(section, it)).orElse(null);
    GenerationParameters parameters = new ParametersReader(files).parameters(section);
    @Nullable TokenPrice price =
        section.value("price").isPresent() ? price(section.section("price", Level.PRICE)) : null;
    Duration timeout = section.duration("timeout").orElse(ModelSpecification.DEFAULT_TIMEOUT);
    @Nullable Duration firstByteTimeout = section.duration("first_byte_timeout").orElse(null);
    @Nullable Duration idleTimeout = section.duration("idle_timeout").orElse(null);
    ModelLimits limits = limits(section.section("limits", Level.LIMITS));
    Map<String, String> options = options(section, provider);
    ModelSpecification specification =
        section.make(
            () ->
                new ModelSpecification(
                    provider.name(),
                    model,
                    endpoint,
                    variable,
                    parameters,
                    price,
                    timeout,
                    firstByteTimeout,
                    idleTimeout,
                    limits,
                    options));
    return new NamedModel(name, specification);
  }

  private static List<String> keys(List<ProviderDescription> providers) {
    List<String> keys = new ArrayList<>(Level.MODEL.keys());
    TreeSet<String> options = new TreeSet<>();
    providers.forEach(provider -> options.addAll(provider.options().keySet()));
    options.remove(FILE_HASH);
    keys.addAll(options);
    return keys;
  }

  private ProviderDescription provider(Section section) {
    List<String> names = providers.stream().map(ProviderDescription::name).sorted().toList();
    String name = section.requiredName("provider", "one of " + String.join(", ", names));
    return providers.stream()
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                section.problem(
                    "provider",
                    "unknown provider '" + name + "'" + Section.didYouMean(name, names)));
  }

  private static URI endpoint(Section section, String url) {
    try {
      URI endpoint = new URI(url);
      boolean web = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
      if (web && endpoint.getHost() != null) {
        return endpoint;
      }
    } catch (URISyntaxException e) {
      // Said below, in one sentence for both mistakes.
    }
    throw section.problem(
        "base_url", "expected a URL such as https://api.example.com/v1, found '" + url + "'");
  }

  /** What is not the name of a variable may be the key itself, and is not repeated. */
  private static String variable(Section section, String name) {
    if (!VARIABLE.matcher(name).matches()) {
      throw section.problem(
          "api_key_env",
          "expected the name of an environment variable such as OPENAI_API_KEY, not a key itself");
    }
    return name;
  }

  private static ModelLimits limits(Section section) {
    @Nullable Double perMinute = section.decimal("requests_per_minute").orElse(null);
    @Nullable Double perSecond = section.decimal("requests_per_second").orElse(null);
    if (perMinute != null && perSecond != null) {
      throw section.problem(
          "requests_per_second", "says the same as requests_per_minute; remove one of them");
    }
    @Nullable Double requests = perSecond == null ? perMinute : (Double) (60 * perSecond);
    @Nullable Double input = section.decimal("input_tokens_per_minute").orElse(null);
    @Nullable Double output = section.decimal("output_tokens_per_minute").orElse(null);
    @Nullable Integer concurrency = section.smallWholeNumber("max_concurrency").orElse(null);
    return section.make(() -> new ModelLimits(requests, input, output, concurrency));
  }

  static TokenPrice price(Section section) {
    BigDecimal input = price(section, "input_per_million");
    BigDecimal output = price(section, "output_per_million");
    return section.make(() -> new TokenPrice(input, output));
  }

  private static BigDecimal price(Section section, String key) {
    return section
        .number(key)
        .orElseThrow(() -> section.missing(key, "US dollars for a million tokens"));
  }

  private Map<String, String> options(Section section, ProviderDescription provider) {
    Map<String, String> options = new HashMap<>();
    for (String key : section.keysBeside(Level.MODEL)) {
      options.put(key, section.text(key).orElseThrow());
    }
    String named = options.get("file");
    if (named != null) {
      Path file = files.data(section, "file", named);
      options.put("file", file.toString());
      if (provider.options().containsKey(FILE_HASH)) {
        options.put(FILE_HASH, section.make(() -> hash(file)).hex());
      }
    }
    return options;
  }

  private static ContentHash hash(Path file) {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digested = new DigestInputStream(in, ContentHash.sha256())) {
      digested.transferTo(OutputStream.nullOutputStream());
      return ContentHash.of(digested.getMessageDigest());
    } catch (IOException e) {
      throw new InvalidException(file + ": cannot be read (" + e + ")", e);
    }
  }
}
