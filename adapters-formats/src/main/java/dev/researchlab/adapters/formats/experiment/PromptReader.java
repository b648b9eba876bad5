package dev.researchlab.adapters.formats.experiment;

import dev.researchlab.adapters.formats.experiment.ExperimentFile.NamedPrompt;
import dev.researchlab.domain.model.ChatMessage;
import dev.researchlab.domain.model.Role;
import dev.researchlab.domain.prompt.PromptContent;
import dev.researchlab.domain.prompt.PromptPart;
import dev.researchlab.domain.prompt.Template;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the items of {@code prompts}. */
record PromptReader(NamedFiles files) {

  private static final List<String> CONTENTS = List.of("text", "messages", "file");

  /** A tool speaks in the conversations of samples only. */
  private static final List<String> ROLES =
      Stream.of(Role.SYSTEM, Role.USER, Role.ASSISTANT)
          .map(role -> role.name().toLowerCase(Locale.ROOT))
          .toList();

  private static final String PLACEHOLDER = "messages";

  private static final Pattern IMAGE = Pattern.compile("(?i)https?://|data:image/");

  /** One variable and nothing else. */
  private static final Pattern BRACES = Pattern.compile("\\{\\{[^{}]*}}");

  NamedPrompt prompt(String path, Yaml value) {
    Section section = Section.of(path, value, Level.PROMPT);
    String name = section.requiredName("name", "a name for the prompt");
    String content = contentKey(section);
    return new NamedPrompt(
        name,
        switch (content) {
          case "messages" -> PromptContent.of(messages(section));
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

  private static List<PromptPart> messages(Section section) {
    List<PromptPart> parts = section.items("messages", PromptReader::part);
    if (parts.isEmpty()) {
      throw section.problem("messages", "is empty; add at least one message");
    }
    PromptPart place = new PromptPart.SampleMessages();
    if (parts.indexOf(place) < parts.lastIndexOf(place)) {
      throw section.problem("messages", "has the placeholder twice; remove one");
    }
    return parts;
  }

  private static PromptPart part(String path, Yaml value) {
    Section section = Section.of(path, value);
    Optional<String> placeholder = section.name("placeholder");
    if (placeholder.isEmpty()) {
      return new PromptPart.Message(message(section.requireKeys(Level.MESSAGE.keys())));
    }
    section.requireKeys(Level.PLACEHOLDER.keys());
    if (!placeholder.get().equals(PLACEHOLDER)) {
      throw section.problem(
          "placeholder",
          "there is no placeholder '%s'%s"
              .formatted(
                  placeholder.get(), Section.didYouMean(placeholder.get(), List.of(PLACEHOLDER))));
    }
    return new PromptPart.SampleMessages();
  }

  private static ChatMessage message(Section section) {
    String role = section.requiredName("role", "one of " + String.join(", ", ROLES));
    if (!ROLES.contains(role)) {
      throw section.problem(
          "role", "unknown role '" + role + "'" + Section.didYouMean(role, ROLES));
    }
    List<String> images = section.texts("images");
    for (String image : images) {
      if (!IMAGE.matcher(image).lookingAt() && variable(image).isEmpty()) {
        throw section.problem(
            "images",
            "expected a variable such as {{photo}}, an http(s) URL or a data URI, found '%s'"
                .formatted(image));
      }
    }
    return new ChatMessage(
        Role.valueOf(role.toUpperCase(Locale.ROOT)),
        section.text("content").orElseThrow(() -> section.missing("content", "what is said")),
        images,
        List.of(),
        null);
  }

  /** The variables that are images all by themselves, whose values may name files. */
  static Set<String> imageVariables(List<NamedPrompt> prompts) {
    return prompts.stream()
        .flatMap(prompt -> prompt.content().parts().stream())
        .flatMap(
            part ->
                switch (part) {
                  case PromptPart.Message(ChatMessage message) -> message.images().stream();
                  case PromptPart.SampleMessages() -> Stream.empty();
                })
        .flatMap(image -> variable(image).stream())
        .collect(Collectors.toSet());
  }

  private static Optional<String> variable(String image) {
    Set<String> variables = Template.parse(image).variables();
    return BRACES.matcher(image).matches() ? variables.stream().findFirst() : Optional.empty();
  }
}
