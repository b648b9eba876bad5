package dev.researchlab.adapters.formats.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExperimentFileProblemsTest {

  @TempDir Path path;

  private ExperimentFolder folder;

  @BeforeEach
  void writeFiles() {
    folder = ExperimentFolder.in(path);
    folder.write("broken.json", "{\"type\":\n]");
  }

  @ParameterizedTest
  @MethodSource
  void refusesWhatIsNotYaml(String yaml, String problem) {
    assertThat(folder.problem(yaml)).isEqualTo(problem);
  }

  static Stream<Arguments> refusesWhatIsNotYaml() {
    return Stream.of(
        arguments("", "experiment.yaml:1: the file is empty; it needs at least 'name'"),
        arguments("# x\n\n", "experiment.yaml:1: the file is empty; it needs at least 'name'"),
        arguments("- a", "experiment.yaml:1: expected a mapping of keys, found a list"),
        arguments("text", "experiment.yaml:1: expected a mapping of keys, found 'text'"),
        arguments(
            "name: x\nseed: 1\nname: y\n",
            "experiment.yaml:3: the key 'name' was given before, on line 1; remove one"),
        arguments(
            "name: x\nmodels:\n\t- name: m\n",
            "experiment.yaml:3: not valid YAML at column 1: while scanning for the next token,"
                + " found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB)"
                + " for indentation)"),
        arguments(
            "name: x\ntags: [a\nseed: 1\n",
            "experiment.yaml:3: not valid YAML at column 5: while parsing a flow sequence, expected"
                + " ',' or ']', but got :"),
        arguments(
            "name: a: b",
            "experiment.yaml:1: not valid YAML at column 8: mapping values are not allowed here"),
        arguments(
            "name: a\n---\nname: b\n",
            "experiment.yaml:2: not valid YAML at column 1: expected a single document in the"
                + " stream, but found another document"),
        arguments(
            "name: a\ntags: *nope\n",
            "experiment.yaml:2: not valid YAML at column 7: found undefined alias nope"),
        arguments(
            "name: a\n\ntags: \"\u0001\"\n",
            "experiment.yaml:3: the character U+0001 is not allowed in YAML; remove it"),
        arguments(
            "name: a\ntags: !!python/tuple x\n",
            "experiment.yaml:2: the tag tag:yaml.org,2002:python/tuple has no meaning here; remove"
                + " it"),
        arguments("name: a\ntags: " + "[".repeat(100_000), "experiment.yaml:1: nested too deeply"),
        arguments(
            "name: a\ntags: " + "[".repeat(60) + "]".repeat(60),
            "experiment.yaml:2: nested too deeply, or aliases that repeat too much"),
        arguments(
            "a: &a [x, *a]",
            "experiment.yaml:1: nested too deeply, or aliases that repeat too much"),
        arguments(
            """
            a: &a [x,x,x,x,x,x,x,x,x]
            b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]
            c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]
            d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]
            e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]
            f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]
            """,
            "experiment.yaml:1: nested too deeply, or aliases that repeat too much"));
  }

  @ParameterizedTest
  @MethodSource
  void refusesAValueThatCannotBe(String key, String value, String problem) {
    String yaml = ExperimentFolder.SHORT + key + ": " + value + "\n";

    assertThat(folder.problem(yaml)).isEqualTo("experiment.yaml:11: " + problem);
  }

  static Stream<Arguments> refusesAValueThatCannotBe() {
    return Stream.of(
        arguments("concurrency", "many", "concurrency: expected a whole number, found 'many'"),
        arguments("concurrency", "-1", "concurrency: must be 1 to 100000, not -1"),
        arguments("concurrency", "0", "concurrency: must be 1 to 100000, not 0"),
        arguments("concurrency", "100001", "concurrency: must be 1 to 100000, not 100001"),
        arguments("concurrency", "2.5", "concurrency: expected a whole number, found '2.5'"),
        arguments("concurrency", "[1]", "concurrency: expected a whole number, found a list"),
        arguments("concurrency", "", "concurrency: expected a whole number, found nothing"),
        arguments("max_attempts", "0", "max_attempts: must be 1 or more, not 0"),
        arguments("epochs", "0", "epochs: must be 1 or more, not 0"),
        arguments("epochs", "3000000000", "epochs: must be at most 2147483647, not 3000000000"),
        arguments("seed", "1e999999999", "seed: expected a whole number, found '1e999999999'"),
        arguments(
            "significance_level", "1", "significance_level: must lie between 0 and 1, not 1.0"),
        arguments(
            "significance_level", ".nan", "significance_level: expected a number, found '.nan'"),
        arguments(
            "backoff",
            "60",
            "backoff: expected a duration such as 500ms, 60s, 5m or 1h, found '60'"),
        arguments(
            "backoff",
            "-1s",
            "backoff: expected a duration such as 500ms, 60s, 5m or 1h, found '-1s'"),
        arguments(
            "baseline", "n", "baseline: there is no baseline 'n'; did you mean 'm'? there are: m"),
        arguments("tags", "{a: b}", "tags: expected a text, found a mapping"),
        arguments("tags", "[a, {b: c}]", "tags[1]: expected a text, found a mapping"),
        arguments("description", "[a]", "description: expected a text, found a list"),
        arguments("data", "nowhere", "data: there is no folder nowhere; check the path"),
        arguments("variants", "[]", "variants: is empty; add at least one"),
        arguments("variants", "m", "variants: expected a list, found 'm'"),
        arguments(
            "variants",
            "[{name: v, model: n}]",
            "variants.v.model: there is no model 'n'; did you mean 'm'? there are: m"),
        arguments(
            "variants",
            "[{name: v, model: m, prompt: chat}]",
            "variants.v.prompt: there is no prompt 'chat'; there are: p"),
        arguments(
            "variants",
            "[{name: v, model: m, parameters: {top_p: 0}}]",
            "variants.v.parameters.top_p: must be above 0 and at most 1, not 0.0"),
        arguments(
            "variants",
            "[{name: v, model: m}, {name: v, model: m}]",
            "variants[1]: has the name 'v' as variants[0] has; give it another"),
        arguments("budget", "{max_cost: 0}", "budget.max_cost: must be above 0, not 0"),
        arguments(
            "budget",
            "{max_duration: 0s, max_tokens: 10}",
            "budget.max_duration: must be positive, not PT0S"),
        arguments(
            "cache",
            "reed",
            "cache: there is no mode 'reed'; did you mean 'read'? there are: off, read, write,"
                + " read_write, replay_only"),
        arguments("max_elapsed", "0s", "max_elapsed: must be positive, not PT0S"),
        arguments(
            "hedge_after",
            "soon",
            "hedge_after: expected a duration such as 500ms, 60s, 5m or 1h, found 'soon'"),
        arguments(
            "budget",
            "{max_tokens: lots}",
            "budget.max_tokens: expected a whole number, found 'lots'"),
        arguments(
            "budget",
            "{max_price: 1}",
            "budget.max_price: unknown key 'max_price'; there are: max_cost, max_tokens,"
                + " max_duration"),
        arguments(
            "concurency",
            "20",
            "concurency: unknown key 'concurency'; did you mean 'concurrency'? there are: "
                + String.join(", ", Level.EXPERIMENT.keys())));
  }

  @ParameterizedTest
  @MethodSource
  void refusesAnItemThatCannotBe(int line, String with, String problem) {
    assertThat(folder.problem(line(line, with))).isEqualTo(problem);
  }

  static Stream<Arguments> refusesAnItemThatCannotBe() {
    return Stream.of(
        arguments(
            1, "seed: 1", "experiment.yaml:1: name: is missing; add a name for the experiment"),
        arguments(1, "name: ''", "experiment.yaml:1: name: is empty; give it a value"),
        arguments(
            3,
            "  - model: x",
            "experiment.yaml:3: models[0].name: is missing; add a name for the model"),
        arguments(
            4,
            "    provider: opnai",
            "experiment.yaml:4: models.m.provider: unknown provider 'opnai'; did you mean 'openai'?"
                + " there are: openai, replay, simulated"),
        arguments(
            4,
            "    provder: openai",
            "experiment.yaml:4: models.m.provder: unknown key 'provder'; did you mean 'provider'?"
                + " there are: name, provider, model, base_url, api_key_env, parameters, price,"
                + " timeout, first_byte_timeout, idle_timeout,"
                + " limits, accuracy, answer, file, key, matches"),
        arguments(
            4,
            "    model: m",
            "experiment.yaml:3: models.m.provider: is missing; add one of openai, replay,"
                + " simulated"),
        arguments(
            4,
            "    provider: openai\n    answer: x",
            "experiment.yaml:5: models.m.answer: unknown key 'answer'; there are: name, provider,"
                + " model, base_url, api_key_env, parameters, price, timeout, first_byte_timeout,"
                + " idle_timeout, limits"),
        arguments(
            4,
            "    provider: replay\n    answer: [x]",
            "experiment.yaml:5: models.m.answer: expected a text, found a list"),
        arguments(
            4,
            "    provider: replay\n    file: answers.jsonl",
            "experiment.yaml:5: models.m.file: there is no file answers.jsonl; check the path, and"
                + " the folder 'data' if it is there"),
        arguments(
            4,
            "    provider: openai\n    parameters:\n      temperature: -1",
            "experiment.yaml:6: models.m.parameters.temperature: must be 0 or more, not -1.0"),
        arguments(
            4,
            "    provider: openai\n    parameters:\n      temprature: 1",
            "experiment.yaml:6: models.m.parameters.temprature: unknown key 'temprature'; did you"
                + " mean 'temperature'? there are: temperature, top_p, max_tokens, stop, seed,"
                + " tools, response_schema"),
        arguments(
            4,
            "    provider: openai\n    parameters: {temperature: hot}",
            "experiment.yaml:5: models.m.parameters.temperature: expected a number, found 'hot'"),
        arguments(
            4,
            "    provider: openai\n    parameters: {temperature: 1e999}",
            "experiment.yaml:5: models.m.parameters.temperature: is too large a number"),
        arguments(
            4,
            "    provider: openai\n    price:\n      input_per_million: 1",
            "experiment.yaml:5: models.m.price.output_per_million: is missing; add US dollars for a"
                + " million tokens"),
        arguments(
            4,
            "    provider: openai\n    price: {input_per_million: -1, output_per_million: 1}",
            "experiment.yaml:5: models.m.price.input_per_million: must be 0 or more, not -1"),
        arguments(
            4,
            "    provider: openai\n    timeout: 0s",
            "experiment.yaml:5: models.m.timeout: must be positive, not PT0S"),
        arguments(
            4,
            "    provider: openai\n    base_url: localhost:80",
            "experiment.yaml:5: models.m.base_url: expected a URL such as"
                + " https://api.example.com/v1, found 'localhost:80'"),
        arguments(
            4,
            "    provider: openai\n    base_url: 'http://a b'",
            "experiment.yaml:5: models.m.base_url: expected a URL such as"
                + " https://api.example.com/v1, found 'http://a b'"),
        arguments(
            4,
            "    provider: openai\n    api_key_env: sk-123",
            "experiment.yaml:5: models.m.api_key_env: expected the name of an environment variable"
                + " such as OPENAI_API_KEY, not a key itself"),
        arguments(
            4,
            "    provider: openai\n  - {name: m, provider: openai}",
            "experiment.yaml:5: models[1]: has the name 'm' as models[0] has; give it another"),
        arguments(
            4,
            "    provider: openai\n  - m",
            "experiment.yaml:5: models[1]: expected a mapping of keys, found 'm'"),
        arguments(
            7,
            "    text: x\n    file: y",
            "experiment.yaml:8: prompts.p.file: stands beside 'text'; keep one of them"),
        arguments(
            7,
            "",
            "experiment.yaml:6: prompts.p.text: is missing; add 'text', 'messages' or 'file'"),
        arguments(
            7,
            "    file: p.txt",
            "experiment.yaml:7: prompts.p.file: there is no file p.txt; check the path, and the"
                + " folder 'data' if it is there"),
        arguments(
            7,
            "    messages: []",
            "experiment.yaml:7: prompts.p.messages: is empty; add at least one message"),
        arguments(
            7,
            "    messages:\n      - {role: system, content: x}\n      - {role: usr, content: x}",
            "experiment.yaml:9: prompts.p.messages[1].role: unknown role 'usr'; did you mean"
                + " 'user'? there are: system, user, assistant"),
        arguments(
            4,
            "    provider: openai\n    limits: {requests_per_minute: 0}",
            "experiment.yaml:5: models.m.limits.requests_per_minute: must be above 0, not 0.0"),
        arguments(
            4,
            "    provider: openai\n    limits:\n      requests_per_minute: 60\n"
                + "      requests_per_second: 1",
            "experiment.yaml:7: models.m.limits.requests_per_second: says the same as"
                + " requests_per_minute; remove one of them"),
        arguments(
            4,
            "    provider: openai\n    limits: {max_concurrency: 0}",
            "experiment.yaml:5: models.m.limits.max_concurrency: must be 1 or more, not 0"),
        arguments(
            4,
            "    provider: openai\n    first_byte_timeout: 5",
            "experiment.yaml:5: models.m.first_byte_timeout: expected a duration such as 500ms,"
                + " 60s, 5m or 1h, found '5'"),
        arguments(
            4,
            "    provider: openai\n    idle_timeout: 0s",
            "experiment.yaml:5: models.m.idle_timeout: must be positive, not PT0S"),
        arguments(
            4,
            "    provider: openai\n    parameters:\n      tools: search",
            "experiment.yaml:6: models.m.parameters.tools: expected a list, found 'search'"),
        arguments(
            4,
            "    provider: openai\n    parameters:\n      tools:\n        - {description: x}",
            "experiment.yaml:7: models.m.parameters.tools[0].name: is missing; add a name for the"
                + " tool"),
        arguments(
            4,
            "    provider: openai\n    parameters:\n      tools:\n        - {name: get weather}",
            "experiment.yaml:7: models.m.parameters.tools.get weather.name: must have 1 to 64"
                + " letters, digits, _ or -, not 'get weather'"),
        arguments(
            4,
            "    provider: openai\n    parameters:\n      tools: [{name: f}, {name: f}]",
            "experiment.yaml:6: models.m.parameters.tools: two tools have the name 'f'; give one"
                + " another"),
        arguments(
            4,
            "    provider: openai\n    parameters:\n      tools:\n        - name: f\n"
                + "          parameters: {type: objekt}",
            "experiment.yaml:8: models.m.parameters.tools.f.parameters: is not a JSON Schema:"
                + " /type: does not have a value in the enumeration [\"array\", \"boolean\","
                + " \"integer\", \"null\", \"number\", \"object\", \"string\"]"),
        arguments(
            4,
            "    provider: openai\n    parameters:\n      tools:\n        - name: f\n"
                + "          parameters: f.json",
            "experiment.yaml:8: models.m.parameters.tools.f.parameters: expected a mapping or"
                + " JSON, found 'f.json'"),
        arguments(
            4,
            "    provider: openai\n    parameters:\n      tools:\n        - name: f\n"
                + "          parameters_file: f.json",
            "experiment.yaml:8: models.m.parameters.tools.f.parameters_file: there is no file"
                + " f.json; check the path, and the folder 'data' if it is there"),
        arguments(
            4,
            "    provider: openai\n    parameters:\n      tools:\n        - name: f\n"
                + "          parameters: {}\n          parameters_file: questions.jsonl",
            "experiment.yaml:9: models.m.parameters.tools.f.parameters_file: stands beside"
                + " 'parameters'; keep one of them"),
        arguments(
            4,
            "    provider: openai\n    parameters:\n      response_schema: {name: x}",
            "experiment.yaml:6: models.m.parameters.response_schema.schema: is missing; add a JSON"
                + " Schema, or 'schema_file'"),
        arguments(
            4,
            "    provider: openai\n    parameters:\n      response_schema: {schema: [1]}",
            "experiment.yaml:6: models.m.parameters.response_schema.schema: expected a JSON"
                + " Schema, which is a mapping"),
        arguments(
            4,
            "    provider: openai\n    parameters:\n      response_schema:\n"
                + "        schema_file: broken.json",
            "broken.json:2: not valid JSON: Unexpected character (']' (code 93)): expected a valid"
                + " value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"),
        arguments(
            10,
            "metrics:\n  - type: json_schema\n    schema: response_schema",
            "experiment.yaml:12: metrics.json_schema.schema: no variant has"
                + " parameters.response_schema; write the schema here"),
        arguments(
            7,
            "    messages:\n      - placeholder: mesages",
            "experiment.yaml:8: prompts.p.messages[0].placeholder: there is no placeholder"
                + " 'mesages'; did you mean 'messages'? there are: messages"),
        arguments(
            7,
            "    messages:\n      - placeholder: messages\n        role: user",
            "experiment.yaml:9: prompts.p.messages[0].role: unknown key 'role'; there are:"
                + " placeholder"),
        arguments(
            7,
            "    messages: [{placeholder: messages}, {placeholder: messages}]",
            "experiment.yaml:7: prompts.p.messages: has the placeholder twice; remove one"),
        arguments(
            7,
            "    messages:\n      - role: user\n        content: x\n        images: a.png",
            "experiment.yaml:10: prompts.p.messages[0].images: expected a variable such as"
                + " {{photo}}, an http(s) URL or a data URI, found 'a.png'"),
        arguments(
            7,
            "    messages:\n      - {role: tool, content: x}",
            "experiment.yaml:8: prompts.p.messages[0].role: unknown role 'tool'; there are:"
                + " system, user, assistant"),
        arguments(
            7,
            "    messages:\n      - role: user",
            "experiment.yaml:8: prompts.p.messages[0].content: is missing; add what is said"),
        arguments(
            9,
            "  file: nothing.jsonl",
            "experiment.yaml:9: dataset.file: there is no file nothing.jsonl; check the path, and"
                + " the folder 'data' if it is there"),
        arguments(9, "  file: ''", "experiment.yaml:9: dataset.file: is empty; give it a value"),
        arguments(
            9,
            "  file: experiment.yaml",
            "experiment.yaml:8: dataset.format: is missing; add one of jsonl, csv, parquet"),
        arguments(
            9,
            "  file: questions.jsonl\n  format: xml",
            "experiment.yaml:10: dataset.format: unknown format 'xml'; there are: jsonl, csv,"
                + " parquet"),
        arguments(
            9,
            "  file: questions.jsonl\n  limit: 0",
            "experiment.yaml:10: dataset.limit: must be 1 or more, not 0"),
        arguments(
            9,
            "  file: questions.jsonl\n  fields: {expcted: answer}",
            "experiment.yaml:10: dataset.fields.expcted: unknown key 'expcted'; did you mean"
                + " 'expected'? there are: id, expected, variables, metadata, messages"),
        arguments(
            9,
            "  file: questions.jsonl\n  fields:\n    variables: {q: [a]}",
            "experiment.yaml:11: dataset.fields.variables.q: expected a text, found a list"),
        arguments(10, "metrics: []", "experiment.yaml:10: metrics: is empty; add at least one"),
        arguments(10, "seed: 1", "experiment.yaml:1: metrics: is missing; add a list of metrics"),
        arguments(
            10,
            "metrics: exact_match",
            "experiment.yaml:10: metrics: expected a list, found 'exact_match'"),
        arguments(
            10,
            "metrics: [latency, {type: cost}]",
            "experiment.yaml:10: metrics: has only measures that are always reported; add a"
                + " metric"),
        arguments(
            10,
            "metrics:\n  - exact_match\n  - exact_match",
            "experiment.yaml:12: metrics[1]: has the name 'exact_match' as metrics[0] has; give it"
                + " another"),
        arguments(
            10,
            "metrics:\n  - {name: x}",
            "experiment.yaml:11: metrics.x.type: is missing; add the kind of metric"),
        arguments(
            10,
            "metrics:\n  - type: regex\n    pattern:\n      - x",
            "experiment.yaml:12: metrics.regex.pattern: expected a text, found a list"),
        arguments(
            10,
            "metrics:\n  - type: json_schema\n    schema: {maximum: .inf}",
            "experiment.yaml:12: metrics.json_schema.schema.maximum: '.inf' is no JSON number"),
        arguments(
            10,
            "metrics:\n  - type: json_schema\n    schema_file: s.json",
            "experiment.yaml:12: metrics.json_schema.schema_file: there is no file s.json; check"
                + " the path, and the folder 'data' if it is there"),
        arguments(
            10,
            "metrics:\n  - type: json_schema\n    schema: true\n    schema_file: questions.jsonl",
            "experiment.yaml:13: metrics.json_schema.schema_file: stands beside 'schema'; keep one"
                + " of them"),
        arguments(
            8,
            "datasets:",
            "experiment.yaml:8: datasets: unknown key 'datasets'; did you mean 'dataset'? there"
                + " are: "
                + String.join(", ", Level.EXPERIMENT.keys())));
  }

  private static String line(int number, String with) {
    List<String> lines = Arrays.asList(ExperimentFolder.SHORT.split("\n", -1));
    lines.set(number - 1, with);
    return String.join("\n", lines);
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertThat(
            folder.problem(
                () ->
                    ExperimentFile.read(
                        path.resolve("nothing.yaml"), List.of(), ExperimentFolder.PROVIDERS)))
        .isEqualTo("nothing.yaml: there is no such file; check the path");
    assertThat(
            folder.problem(
                () ->
                    ExperimentFile.read(path.resolve("."), List.of(), ExperimentFolder.PROVIDERS)))
        .isEqualTo(".: is not a file");
  }

  @Test
  void refusesAFileThatIsNotUtf8() {
    Path file =
        folder.write(
            "experiment.yaml", "name: x\n# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(
            folder.problem(() -> ExperimentFile.read(file, List.of(), ExperimentFolder.PROVIDERS)))
        .isEqualTo("experiment.yaml:2: is not UTF-8; save the file as UTF-8");
  }
}
