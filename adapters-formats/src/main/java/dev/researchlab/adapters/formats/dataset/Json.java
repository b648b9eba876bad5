package dev.researchlab.adapters.formats.dataset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.io.JsonStringEncoder;

/** A JSON value whose numbers keep the text in which they were written. */
sealed interface Json {

  record Text(String value) implements Json {}

  /** A number, true or false, as written. */
  record Literal(String text) implements Json {}

  record Null() implements Json {}

  record Items(List<Json> items) implements Json {}

  record Fields(Map<String, Json> fields) implements Json {

    /**
     * The value at a path: a field of that name or, where there is none, the field before a dot and
     * in it the rest of the path; the items of a list are numbered from 0.
     */
    Optional<Json> find(String path) {
      Json whole = fields.get(path);
      if (whole != null) {
        return Optional.of(whole);
      }
      for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
        Json child = fields.get(path.substring(0, dot));
        if (child != null) {
          Optional<Json> found = child.inside(path.substring(dot + 1));
          if (found.isPresent()) {
            return found;
          }
        }
      }
      return Optional.empty();
    }
  }

  private Optional<Json> inside(String path) {
    return switch (this) {
      case Fields fields -> fields.find(path);
      case Items list -> {
        Map<String, Json> numbered = new LinkedHashMap<>();
        list.items().forEach(item -> numbered.put(Integer.toString(numbered.size()), item));
        yield new Fields(numbered).find(path);
      }
      case Text ignored -> Optional.empty();
      case Literal ignored -> Optional.empty();
      case Null ignored -> Optional.empty();
    };
  }

  /** What a prompt shows of this value: texts and numbers as they are, the rest as compact JSON. */
  default String shown() {
    if (this instanceof Text(String value)) {
      return value;
    }
    StringBuilder json = new StringBuilder();
    write(json);
    return json.toString();
  }

  private void write(StringBuilder json) {
    switch (this) {
      case Text text -> quote(text.value(), json);
      case Literal literal -> json.append(literal.text());
      case Null ignored -> json.append("null");
      case Items list -> {
        String separator = "[";
        for (Json item : list.items()) {
          json.append(separator);
          item.write(json);
          separator = ",";
        }
        json.append(list.items().isEmpty() ? "[]" : "]");
      }
      case Fields object -> {
        String separator = "{";
        for (Map.Entry<String, Json> field : object.fields().entrySet()) {
          json.append(separator);
          quote(field.getKey(), json);
          json.append(':');
          field.getValue().write(json);
          separator = ",";
        }
        json.append(object.fields().isEmpty() ? "{}" : "}");
      }
    }
  }

  private static void quote(String text, StringBuilder json) {
    json.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, json);
    json.append('"');
  }
}
