package dev.researchlab.bootstrap;

import dev.researchlab.application.ResearchLab;
import dev.researchlab.client.LabClient;
import dev.researchlab.client.LabProblem;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NearestName;
import dev.researchlab.domain.ResearchLabException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line's way in. */
@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Runs experiments on large language models and reports each number with its uncertainty.",
      ""
    },
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Start with:  lab run examples/quickstart/experiment.yaml",
      "",
      "Exit codes:  0 done, 1 the run failed or nothing was answered, 2 bad input,",
      "             130 interrupted (what was done is kept)"
    },
    subcommands = {
      RunCommand.class,
      PlanCommand.class,
      RunsCommand.class,
      ShowCommand.class,
      ResumeCommand.class,
      RescoreCommand.class,
      CompareCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      DoctorCommand.class,
      ServeCommand.class,
      KeysCommand.class,
      ConfigCommand.class,
      ProvidersCommand.class,
      ProviderCommand.class
    })
public final class Main {

  private final Map<String, String> environment;

  @Option(
      names = "--server",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "Works with the lab that is served there, such as http://127.0.0.1:3000.")
  private @Nullable String server;

  private Main(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Runs the command that the arguments name and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(
        execute(
            System.getenv(),
            new PrintWriter(System.out, true, System.out.charset()),
            new PrintWriter(System.err, true, System.err.charset()),
            arguments));
  }

  /** A lab on the stores that the environment names, for the commands; they close it. */
  Session session() {
    return Session.open(own());
  }

  /** The stores alone; the command closes them. */
  Stores stores() {
    return Stores.open(own());
  }

  /** The lab that is served elsewhere, null where the stores of this machine are meant. */
  @Nullable RemoteLab remote() {
    Settings settings = settings();
    URI address = settings.server();
    return address == null ? null : new RemoteLab(LabClient.at(address, settings.serverKey()));
  }

  private Settings own() {
    Settings settings = settings();
    if (settings.server() != null) {
      throw new InvalidException(
          settings.configuration().value("server").place(),
          "this command works on the lab's own stores, and not on a server; unset it");
    }
    return settings;
  }

  /** A command logs more than its own warnings only where somebody asks for it. */
  private static Settings quiet(Settings settings) {
    if (settings.configuration().value("log_level").isDefault()) {
      settings.log().applyQuietly();
    } else {
      settings.log().apply();
    }
    return settings;
  }

  Settings settings() {
    return quiet(Settings.of(configuration()));
  }

  /** The configuration before flags of a command. */
  Configuration configuration() {
    return Configuration.of(environment).with("server", "--server", server);
  }

  static int execute(
      Map<String, String> environment, PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine commands = new CommandLine(new Main(environment));
    commands.setOut(out);
    commands.setErr(err);
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setUsageHelpWidth(100);
    commands.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          if (failure instanceof ResearchLabException explained) {
            return refuse(command.getErr(), String.valueOf(explained.getMessage()));
          }
          if (failure instanceof LabProblem remote) {
            return refuse(command.getErr(), remote);
          }
          throw failure;
        });
    commands.setParameterExceptionHandler(Main::refuseArguments);
    if (arguments.length == 0) {
      commands.usage(commands.getOut());
      return ExitCode.DONE;
    }
    return commands.execute(arguments);
  }

  private static int refuseArguments(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    refuse(err, explain(wrong));
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return ExitCode.BAD_INPUT;
  }

  private static String explain(ParameterException wrong) {
    if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
      return String.valueOf(wrong.getMessage());
    }
    String word = unmatched.getUnmatched().getFirst().replaceFirst("=.*", "");
    CommandLine command = wrong.getCommandLine();
    boolean option = word.startsWith("-");
    if (!option && command.getSubcommands().isEmpty()) {
      return "unexpected argument '" + word + "'";
    }
    Collection<String> known =
        option ? command.getCommandSpec().optionsMap().keySet() : command.getSubcommands().keySet();
    return (option ? "unknown option '" : "unknown command '")
        + word
        + "'"
        + NearestName.of(word, known).map(name -> "; did you mean '" + name + "'?").orElse("");
  }

  private static int refuse(PrintWriter err, String message) {
    message.lines().forEach(line -> err.println("lab: " + line));
    err.flush();
    return ExitCode.BAD_INPUT;
  }

  private static int refuse(PrintWriter err, LabProblem problem) {
    refuse(err, String.valueOf(problem.getMessage()));
    problem.issues().stream()
        .filter(issue -> !String.valueOf(problem.getMessage()).contains(issue.message()))
        .forEach(issue -> err.println("lab:   " + issue.path() + ": " + issue.message()));
    if (problem.status() == 401) {
      err.println("lab:   name the secret of a key in LLM_RESEARCH_SERVER_KEY");
    }
    err.flush();
    return problem.status() >= 400 && problem.status() < 500
        ? ExitCode.BAD_INPUT
        : ExitCode.RUN_FAILED;
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"LLM Research Lab " + ResearchLab.version()};
    }
  }
}
