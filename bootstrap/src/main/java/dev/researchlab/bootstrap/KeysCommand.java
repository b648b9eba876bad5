package dev.researchlab.bootstrap;

import dev.researchlab.client.ApiKey;
import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.project.ApiKey.Scope;
import dev.researchlab.domain.project.ApiKeyId;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driving.project.ForManagingApiKeys;
import dev.researchlab.ports.driving.project.IssuedKey;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Makes, lists and revokes the keys by which programs work in a lab that is served. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    description = {
      "Makes, lists and revokes the API keys that a service with authentication: api_key asks for.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lab keys create ci",
      "  lab keys create admin --scope lab",
      "  lab keys revoke ci",
      "",
      "The embedded database is used by one process at a time: while it is served, name the"
          + " service",
      "with --server, and a key of it with LLM_RESEARCH_SERVER_KEY."
    })
final class KeysCommand {

  @Spec private CommandSpec spec;
  @ParentCommand private Main environment;

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {"Makes a key and prints its secret, which is shown this once.", ""})
  int create(
      @Parameters(paramLabel = "NAME", description = "What the key is for.") String name,
      @Option(
              names = "--scope",
              paramLabel = "SCOPE",
              defaultValue = "project",
              description =
                  "project: works in its own project. lab: works in every project, and makes"
                      + " projects. Default: project.")
          Scope scope,
      @Option(
              names = "--expires-at",
              paramLabel = "TIME",
              converter = Time.class,
              description = "From when on it lets nobody in, such as 2027-01-31T00:00:00Z.")
          @Nullable Instant expiresAt) {
    if (name.isBlank()) {
      throw new InvalidException("NAME", "is empty; say what the key is for");
    }
    RemoteLab remote = environment.remote();
    if (remote != null) {
      ApiKey key = remote.client().issueKey(name, word(scope), expiresAt);
      String secret = key.secret();
      if (secret == null) {
        throw new InvalidException(
            "the reply with the secret was lost; revoke the key '" + name + "' and make it again");
      }
      say(secret);
      return ExitCode.DONE;
    }
    try (Session session = environment.session()) {
      IssuedKey issued = session.lab().apiKeys().issue(ProjectId.DEFAULT, name, scope, expiresAt);
      say(issued.secret().text());
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = {"Lists the keys, without their secrets.", ""})
  int list() {
    RemoteLab remote = environment.remote();
    if (remote != null) {
      show(remote.client().keys().toList());
      return ExitCode.DONE;
    }
    try (Session session = environment.session()) {
      show(own(session.lab().apiKeys()));
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = {"Takes a key back: from now on it lets nobody in.", ""})
  int revoke(
      @Parameters(paramLabel = "NAME", description = "The name or the id of a key.") String name) {
    RemoteLab remote = environment.remote();
    if (remote != null) {
      remote.client().revokeKey(id(name, remote.client().keys().toList()));
      return ExitCode.DONE;
    }
    try (Session session = environment.session()) {
      ForManagingApiKeys keys = session.lab().apiKeys();
      ApiKeyId id = new ApiKeyId(UUID.fromString(id(name, own(keys))));
      keys.revoke(ProjectId.DEFAULT, id);
      return ExitCode.DONE;
    }
  }

  /** A moment as RFC 3339 writes it. */
  static final class Time implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "must be a time such as 2027-01-31T00:00:00Z, not '" + text + "'");
      }
    }
  }

  private static List<ApiKey> own(ForManagingApiKeys keys) {
    return keys.keys(ProjectId.DEFAULT).stream()
        .map(
            key ->
                new ApiKey(
                    key.id().toString(),
                    key.name(),
                    word(key.scope()),
                    key.createdAt(),
                    key.expiresAt(),
                    null))
        .toList();
  }

  private static String id(String name, List<ApiKey> keys) {
    return keys.stream()
        .filter(key -> key.name().equals(name) || key.id().equals(name))
        .map(ApiKey::id)
        .findFirst()
        .orElseThrow(
            () -> new InvalidException("there is no key '" + name + "'; see 'lab keys list'"));
  }

  private static String word(Scope scope) {
    return scope.name().toLowerCase(Locale.ROOT);
  }

  private void show(List<ApiKey> keys) {
    if (keys.isEmpty()) {
      say("There are no keys yet. Make one with: lab keys create NAME");
      return;
    }
    TextTable table = new TextTable("name", "scope", "created", "expires", "id");
    for (ApiKey key : keys) {
      Instant expiresAt = key.expiresAt();
      table.row(
          key.name(),
          key.scope(),
          key.createdAt().toString(),
          expiresAt == null ? "never" : expiresAt.toString(),
          key.id());
    }
    PrintWriter out = spec.commandLine().getOut();
    table.writeTo(out);
    out.flush();
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
