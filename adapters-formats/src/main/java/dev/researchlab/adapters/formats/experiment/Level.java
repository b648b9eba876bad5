package dev.researchlab.adapters.formats.experiment;

import java.util.List;

/** The keys of an experiment file, level by level: the one table of them. */
enum Level {
  EXPERIMENT(
      "name description hypothesis owner collaborators tags data models prompts dataset metrics"
          + " variants baseline epochs seed concurrency max_attempts backoff max_elapsed"
          + " hedge_after cache significance_level budget"),
  /** Beside these stand the options of the provider. */
  MODEL(
      "name provider model base_url api_key_env parameters price timeout first_byte_timeout"
          + " idle_timeout limits"),
  LIMITS(
      "requests_per_minute requests_per_second input_tokens_per_minute"
          + " output_tokens_per_minute max_concurrency"),
  PARAMETERS("temperature top_p max_tokens stop seed tools response_schema"),
  TOOL("name description parameters parameters_file"),
  RESPONSE_SCHEMA("name schema schema_file"),
  PRICE("input_per_million output_per_million"),
  PROMPT("name text messages file"),
  MESSAGE("role content images"),
  PLACEHOLDER("placeholder"),
  DATASET("name file format fields limit"),
  FIELDS("id expected variables metadata messages"),
  /** Beside these stand the parameters of the metric. */
  METRIC("type name reducer schema schema_file"),
  VARIANT("name model prompt parameters"),
  BUDGET("max_cost max_tokens max_duration");

  private final String keys;

  Level(String keys) {
    this.keys = keys;
  }

  List<String> keys() {
    return List.of(keys.split(" ", -1));
  }
}
