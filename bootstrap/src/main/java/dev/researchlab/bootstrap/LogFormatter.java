package dev.researchlab.bootstrap;

import dev.researchlab.adapters.http.web.LogContext;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes records as lines for people, or as one JSON object a line for programs. Parameters that
 * are entries of a map are fields of their own; the id of the request is one where there is any.
 */
final class LogFormatter extends Formatter {

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

  private final boolean json;

  LogFormatter(boolean json) {
    this.json = json;
  }

  @Override
  public String format(LogRecord logged) {
    return json ? object(logged) : line(logged);
  }

  private String line(LogRecord logged) {
    StringBuilder line = new StringBuilder();
    line.append(logged.getInstant().truncatedTo(ChronoUnit.MILLIS))
        .append(' ')
        .append(level(logged))
        .append(' ')
        .append(oneLine(formatMessage(logged)));
    fields(logged)
        .forEach((name, value) -> line.append(' ').append(name).append('=').append(value));
    line.append('\n');
    String trace = trace(logged);
    return trace == null ? line.toString() : line + trace;
  }

  /** A message may repeat what somebody sent; it cannot make a record of its own. */
  private static String oneLine(String message) {
    return CONTROL.matcher(message).replaceAll(" ");
  }

  private String object(LogRecord logged) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("time", logged.getInstant().truncatedTo(ChronoUnit.MILLIS).toString());
    node.put("level", level(logged).toLowerCase(java.util.Locale.ROOT));
    node.put("logger", logged.getLoggerName());
    node.put("message", formatMessage(logged));
    fields(logged)
        .forEach(
            (name, value) -> {
              if (value instanceof Number) {
                node.putPOJO(name, value);
              } else {
                node.put(name, String.valueOf(value));
              }
            });
    String trace = trace(logged);
    if (trace != null) {
      node.put("error", trace);
    }
    return node + "\n";
  }

  private static String level(LogRecord logged) {
    int level = logged.getLevel().intValue();
    if (level >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (level >= Level.WARNING.intValue()) {
      return "WARN";
    }
    return level >= Level.INFO.intValue() ? "INFO" : "DEBUG";
  }

  private static Map<String, Object> fields(LogRecord logged) {
    Map<String, Object> fields = new LinkedHashMap<>();
    String requestId = LogContext.requestId();
    if (requestId != null) {
      fields.put("request_id", requestId);
    }
    Object[] parameters = logged.getParameters();
    if (parameters != null) {
      for (Object parameter : parameters) {
        if (parameter instanceof Map.Entry<?, ?> field) {
          fields.put(String.valueOf(field.getKey()), field.getValue());
        }
      }
    }
    return fields;
  }

  private static @Nullable String trace(LogRecord logged) {
    Throwable thrown = logged.getThrown();
    if (thrown == null) {
      return null;
    }
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
