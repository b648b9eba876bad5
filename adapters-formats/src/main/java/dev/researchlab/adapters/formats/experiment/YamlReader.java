package dev.researchlab.adapters.formats.experiment;

import dev.researchlab.adapters.formats.experiment.Yaml.Kind;
import dev.researchlab.domain.InvalidException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads YAML 1.2 (core schema) into values that know their lines. */
final class YamlReader {

  private static final int MAX_DEPTH = 50;

  /** Aliases may repeat what they name, and those again: the file is small, its meaning is not. */
  private static final int MAX_VALUES = 100_000;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setSchema(new CoreSchema()).build();

  private static final Map<Tag, Kind> KINDS =
      Map.of(
          Tag.STR, Kind.TEXT,
          Tag.INT, Kind.INTEGER,
          Tag.FLOAT, Kind.DECIMAL,
          Tag.BOOL, Kind.BOOLEAN,
          Tag.NULL, Kind.NOTHING);

  private final String file;
  private final UnaryOperator<Place> placed;
  private int values;

  /**
   * @param placed turns the place of a line into the one that is kept
   */
  private YamlReader(String file, UnaryOperator<Place> placed) {
    this.file = file;
    this.placed = placed;
  }

  /**
   * The one document of a file.
   *
   * @param file for the lines
   * @throws InvalidException if the text is not YAML, is empty, or has a key twice
   */
  static Yaml read(String file, String text) {
    return new YamlReader(file, UnaryOperator.identity()).document(text);
  }

  /**
   * The value of a setting; what is not YAML by itself is a text, as are all braces of a prompt.
   */
  static Yaml setting(Place.Setting place) {
    String text = place.value().strip();
    try {
      Yaml value = new YamlReader("", line -> place).document(text);
      boolean quoted = text.startsWith("'") || text.startsWith("\"");
      return value instanceof Yaml.Scalar scalar && !quoted && !scalar.text().equals(text)
          ? new Yaml.Scalar(Kind.TEXT, text, place)
          : value;
    } catch (InvalidException e) {
      return new Yaml.Scalar(text.isEmpty() ? Kind.NOTHING : Kind.TEXT, text, place);
    }
  }

  private Yaml document(String text) {
    try {
      Node root =
          new Compose(SETTINGS)
              .composeString(text)
              .orElseThrow(() -> problem(1, "the file is empty; it needs at least 'name'"));
      return value(root, line(root), 0);
    } catch (MarkedYamlEngineException e) {
      throw e.getProblemMark()
          .map(
              mark ->
                  problem(
                      mark.getLine() + 1,
                      "not valid YAML at column " + (mark.getColumn() + 1) + reason(e)))
          .orElseGet(() -> problem(1, "not valid YAML" + reason(e)));
    } catch (ReaderException e) {
      throw problem(
          (int) text.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count() + 1,
          "the character U+%04X is not allowed in YAML; remove it".formatted(e.getCodePoint()));
    } catch (YamlEngineException e) {
      throw problem(1, "not valid YAML: " + e.getMessage());
    } catch (StackOverflowError e) {
      // The library follows every bracket with a call, and has no limit of its own.
      throw problem(1, "nested too deeply");
    }
  }

  private static String reason(MarkedYamlEngineException e) {
    String context = Objects.requireNonNullElse(e.getContext(), "");
    return ": " + context + (context.isEmpty() ? "" : ", ") + e.getProblem();
  }

  private Yaml value(Node node, int line, int depth) {
    values++;
    if (depth > MAX_DEPTH || values > MAX_VALUES) {
      throw problem(line, "nested too deeply, or aliases that repeat too much");
    }
    Place place = placed.apply(new Place.Line(file, line));
    return switch (node) {
      case ScalarNode scalar -> new Yaml.Scalar(kind(scalar), scalar.getValue(), place);
      case SequenceNode sequence -> {
        List<Yaml> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          items.add(value(item, line(item), depth + 1));
        }
        yield new Yaml.Items(items, place);
      }
      case MappingNode mapping -> new Yaml.Mapping(entries(mapping, depth), place);
      default -> throw problem(line, "not a text, number, list or mapping");
    };
  }

  private Map<String, Yaml> entries(MappingNode mapping, int depth) {
    Map<String, Yaml> entries = new LinkedHashMap<>();
    Map<String, Integer> lines = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      int line = line(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw problem(line, "a key must be a text; put braces and brackets in quotes");
      }
      Integer before = lines.putIfAbsent(key.getValue(), line);
      if (before != null) {
        throw problem(
            line,
            "the key '"
                + key.getValue()
                + "' was given before, on line "
                + before
                + "; remove one");
      }
      entries.put(key.getValue(), value(tuple.getValueNode(), line, depth + 1));
    }
    return entries;
  }

  private Kind kind(ScalarNode scalar) {
    Kind kind = KINDS.get(scalar.getTag());
    if (kind == null) {
      throw problem(line(scalar), "the tag " + scalar.getTag() + " has no meaning here; remove it");
    }
    return kind;
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  private InvalidException problem(int line, String what) {
    return new Place.Line(file, line).problem("", what);
  }
}
