package dev.researchlab.domain.prompt;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with {@code {{variables}}}, parsed once and rendered often. Rendering is one pass: the
 * value of a variable is copied as it is, even where it holds braces. A variable's name is made of
 * letters, digits, {@code _}, {@code -} and {@code .}; braces around anything else are plain text.
 */
public final class Template {

  private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([\\w.-]+)\\s*}}");

  private final String text;

  /** Plain text at even places, the name of a variable at odd ones; always an odd count. */
  private final List<String> parts;

  private Template(String text, List<String> parts) {
    this.text = text;
    this.parts = parts;
  }

  /** Parses the text; every text is a template. */
  public static Template parse(String text) {
    List<String> parts = new ArrayList<>();
    Matcher matcher = VARIABLE.matcher(text);
    int end = 0;
    while (matcher.find()) {
      parts.add(text.substring(end, matcher.start()));
      parts.add(matcher.group(1));
      end = matcher.end();
    }
    parts.add(text.substring(end));
    return new Template(text, List.copyOf(parts));
  }

  /** The names of the variables, in the order of their first use. */
  public Set<String> variables() {
    Set<String> names = new LinkedHashSet<>();
    for (int i = 1; i < parts.size(); i += 2) {
      names.add(parts.get(i));
    }
    return names;
  }

  /**
   * The text with every variable replaced by its value.
   *
   * @throws UndefinedVariableException if a variable has no value
   */
  public String render(Map<String, String> values) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    StringBuilder rendered = new StringBuilder(text.length() * 2);
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      if (i % 2 == 0) {
        rendered.append(part);
        continue;
      }
      String value = values.get(part);
      if (value == null) {
        throw new UndefinedVariableException(part, values.keySet());
      }
      rendered.append(value);
    }
    return rendered.toString();
  }

  /** The text that was parsed. */
  @Override
  public String toString() {
    return text;
  }
}
