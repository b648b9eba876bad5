package dev.researchlab.bootstrap;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a call of the command line printed and how it ended. */
record CommandLineCall(int exitCode, String out, String err) {

  /** A call that must not touch any store: there is none. */
  static CommandLineCall of(String... arguments) {
    return on(Path.of("/dev/null/nowhere"), arguments);
  }

  /** A call with the embedded stores of that directory. */
  static CommandLineCall on(Path dataDirectory, String... arguments) {
    return with(Map.of(Settings.DATA_DIR, dataDirectory.toString()), arguments);
  }

  /** A call with that environment. */
  static CommandLineCall with(Map<String, String> environment, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.execute(
            environment, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new CommandLineCall(exitCode, out.toString(), err.toString());
  }

  JsonNode json() {
    return JsonMapper.builder().build().readTree(out);
  }
}
