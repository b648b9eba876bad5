package dev.researchlab.adapters.formats.experiment;

import dev.researchlab.adapters.formats.experiment.ExperimentFile.NamedPrompt;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.Role;
import dev.researchlab.domain.prompt.PromptContent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads the items of {@code prompts}. */
record PromptReader(NamedFiles files) {

  private static final List<String> CONTENTS = List.of("text", "messages", "file");

  private static final List<String> ROLES =
      Arrays.stream(Role.values()).map(role -> role.name().toLowerCase(Locale.ROOT)).toList();

  NamedPrompt prompt(String path, Yaml value) {
    Section section = Section.of(path, value, Level.PROMPT);
    String name = section.requiredName("name", "a name for the prompt");
    String content = contentKey(section);
    return new NamedPrompt(
        name,
        switch (content) {
          case "messages" -> PromptContent.chat(messages(section));
          case "file" ->
              PromptContent.text(
                  files.text(section, "file", section.requiredName("file", "a path")));
          default -> PromptContent.text(section.text("text").orElseThrow());
        });
  }

  /** The one key that says what the prompt says. */
  static String contentKey(Section section) {
    List<String> given = CONTENTS.stream().filter(key -> section.value(key).isPresent()).toList();
    return switch (given.size()) {
      case 0 -> throw section.missing("text", "'text', 'messages' or 'file'");
      case 1 -> given.getFirst();
      default ->
          throw section.problem(
              given.get(1), "stands beside '" + given.getFirst() + "'; keep one of them");
    };
  }

  private static List<ChatMessage> messages(Section section) {
    List<ChatMessage> messages = section.items("messages", PromptReader::message);
    if (messages.isEmpty()) {
      throw section.problem("messages", "is empty; add at least one message");
    }
    return messages;
  }

  private static ChatMessage message(String path, Yaml value) {
    Section section = Section.of(path, value, Level.MESSAGE);
    String role = section.requiredName("role", "one of " + String.join(", ", ROLES));
    if (!ROLES.contains(role)) {
      throw section.problem(
          "role", "unknown role '" + role + "'" + Section.didYouMean(role, ROLES));
    }
    return new ChatMessage(
        Role.valueOf(role.toUpperCase(Locale.ROOT)),
        section.text("content").orElseThrow(() -> section.missing("content", "what is said")),
        section.texts("images"),
        List.of(),
        null);
  }
}
