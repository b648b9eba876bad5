package dev.researchlab.adapters.http.model;

import dev.researchlab.adapters.http.web.Json;
import dev.researchlab.adapters.http.web.JsonInput;
import dev.researchlab.domain.model.Model;
import dev.researchlab.domain.model.ModelLimits;
import dev.researchlab.domain.model.ModelSpecification;
import dev.researchlab.domain.model.ProviderDescription;
import dev.researchlab.domain.model.TokenPrice;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Models as JSON. */
public final class ModelJson {

  /** What a client may name: a key of a provider, and no other secret of the service. */
  private static final Pattern KEY_VARIABLE =
      Pattern.compile("(?!LLM_RESEARCH_|AWS_)[A-Z][A-Z0-9_]*_KEY");

  /** A name and how the model is reached. */
  record Body(String name, ModelSpecification specification) {}

  private ModelJson() {}

  static Body read(JsonInput json) {
    Duration timeout = json.positiveSecondsOrNull("timeout_seconds");
    return new Body(
        json.text("name", JsonInput.NAME),
        new ModelSpecification(
            json.text("provider", JsonInput.NAME),
            json.text("model_identifier", JsonInput.NAME),
            endpoint(json),
            keyVariable(json),
            ParametersJson.read(json, "parameters"),
            json.objectOrNull("price", ModelJson::price),
            Objects.requireNonNullElse(timeout, ModelSpecification.DEFAULT_TIMEOUT),
            json.positiveSecondsOrNull("first_byte_timeout_seconds"),
            json.positiveSecondsOrNull("idle_timeout_seconds"),
            Objects.requireNonNullElse(
                json.objectOrNull("limits", ModelJson::limits), ModelLimits.UNKNOWN),
            options(json)));
  }

  private static @Nullable URI endpoint(JsonInput json) {
    String text = json.textOrNull("endpoint", 2_000);
    if (text == null) {
      return null;
    }
    try {
      URI endpoint = new URI(text);
      String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
      if (endpoint.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return endpoint;
      }
    } catch (URISyntaxException e) {
      // refused below
    }
    throw json.problem("endpoint", "must have the form https://HOST/PATH");
  }

  private static @Nullable String keyVariable(JsonInput json) {
    String variable = json.textOrNull("api_key_env", JsonInput.NAME);
    if (variable != null && !KEY_VARIABLE.matcher(variable).matches()) {
      throw json.problem(
          "api_key_env",
          "must be the name of an environment variable of the service that ends in _KEY, such as"
              + " OPENAI_API_KEY; the key itself is never sent");
    }
    return variable;
  }

  /** A client does not choose which files the service reads. */
  private static Map<String, String> options(JsonInput json) {
    Map<String, String> options = json.textsByName("options", JsonInput.TEXT);
    if (options.containsKey(ModelSpecification.FILE_OPTION)) {
      throw json.problem("options.file", "cannot be set over HTTP; use the command line");
    }
    return options;
  }

  private static TokenPrice price(JsonInput json) {
    return new TokenPrice(
        perMillion(json, "input_per_million"), perMillion(json, "output_per_million"));
  }

  private static BigDecimal perMillion(JsonInput json, String name) {
    BigDecimal price = json.moneyOrNull(name);
    if (price == null) {
      throw json.problem(name, "is missing");
    }
    return price;
  }

  private static ModelLimits limits(JsonInput json) {
    return new ModelLimits(
        json.numberOrNull("requests_per_minute"),
        json.numberOrNull("input_tokens_per_minute"),
        json.numberOrNull("output_tokens_per_minute"),
        json.smallIntegerOrNull("max_concurrency"));
  }

  static JsonNode write(Model model) {
    ObjectNode node = Json.object();
    node.put("id", model.id().toString());
    node.setAll(write(model.name(), model.specification()));
    node.put("version", model.version());
    node.put("registered_at", model.registeredAt().toString());
    return node;
  }

  /** A model as it is registered. */
  public static ObjectNode write(String name, ModelSpecification specification) {
    ObjectNode node = Json.object();
    node.put("name", name);
    node.put("provider", specification.provider());
    node.put("model_identifier", specification.modelIdentifier());
    node.put("endpoint", Objects.toString(specification.endpoint(), null));
    node.put("api_key_env", specification.credentialVariable());
    node.set("parameters", ParametersJson.write(specification.parameters()));
    TokenPrice price = specification.price();
    if (price == null) {
      node.putNull("price");
    } else {
      ObjectNode object = node.putObject("price");
      Json.putMoney(object, "input_per_million", price.inputPerMillion());
      Json.putMoney(object, "output_per_million", price.outputPerMillion());
    }
    Json.putSeconds(node, "timeout_seconds", specification.timeout());
    Json.putSeconds(node, "first_byte_timeout_seconds", specification.firstByteTimeout());
    Json.putSeconds(node, "idle_timeout_seconds", specification.idleTimeout());
    ModelLimits limits = specification.limits();
    node.putObject("limits")
        .put("requests_per_minute", limits.requestsPerMinute())
        .put("input_tokens_per_minute", limits.inputTokensPerMinute())
        .put("output_tokens_per_minute", limits.outputTokensPerMinute())
        .put("max_concurrency", limits.maxConcurrency());
    Json.putTexts(node, "options", specification.options());
    return node;
  }

  static JsonNode write(ProviderDescription provider) {
    ObjectNode node = Json.object();
    node.put("name", provider.name());
    node.put("summary", provider.summary());
    Json.putTexts(node, "options", provider.options());
    var capabilities = node.putArray("capabilities");
    provider.capabilities().stream()
        .map(capability -> capability.name().toLowerCase(Locale.ROOT))
        .sorted()
        .forEach(capabilities::add);
    return node;
  }
}
