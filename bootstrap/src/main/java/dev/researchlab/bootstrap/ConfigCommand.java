package dev.researchlab.bootstrap;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Prints the configuration that is in force. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = {
      "Prints each key of the configuration, its value, and where the value came from.",
      ""
    },
    footer = {
      "",
      "config/default.yaml explains each key. Later wins: that file, config/local.yaml (or the"
          + " file",
      "that LLM_RESEARCH_CONFIG names), the environment (LLM_RESEARCH_ and the key in upper case),",
      "flags of a command. Passwords are not shown."
    })
final class ConfigCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @ParentCommand private Main environment;

  @Override
  public Integer call() {
    Settings settings = environment.settings();
    TextTable table = new TextTable("KEY", "VALUE", "FROM");
    settings
        .configuration()
        .values()
        .forEach((key, value) -> table.row(key, shown(key, value, settings), value.place()));
    PrintWriter out = spec.commandLine().getOut();
    table.writeTo(out);
    out.flush();
    return ExitCode.DONE;
  }

  /** The value without its secrets; for the folder, the one that is taken where none is set. */
  static String shown(String key, Configuration.Value value, Settings settings) {
    if (key.equals("data_dir")) {
      return settings.dataDirectory().toString();
    }
    String text = value.text();
    if (key.equals("server_key") && text != null) {
      return "***";
    }
    return text == null
        ? "-"
        : text.replaceFirst("(://[^/@:]*):.*@", "$1:***@")
            .replaceAll("(?i)(password=)[^&]*", "$1***");
  }

  /** The lines of a log that say what a service was started with. */
  static String shown(Settings settings) {
    StringBuilder shown = new StringBuilder("configuration:");
    for (Map.Entry<String, Configuration.Value> entry :
        settings.configuration().values().entrySet()) {
      shown
          .append(' ')
          .append(entry.getKey())
          .append('=')
          .append(shown(entry.getKey(), entry.getValue(), settings));
    }
    return shown.toString();
  }
}
