package dev.researchlab.adapters.http.web;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.NearestName;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSON object of a request, read key by key. Each method throws a {@link ProblemException} that
 * names the path where a value is wrong; {@link #done} refuses the keys that nobody asked for. A
 * null counts as left out.
 */
public final class JsonInput {

  /** The longest name of anything. */
  public static final int NAME = 256;

  /** The longest text for people. */
  public static final int TEXT = 20_000;

  /** The longest content, such as a prompt. */
  public static final int CONTENT = 1_000_000;

  private static final long MOST_MONEY = 1_000_000_000;

  /** Some 30 years, which 64 bits hold in nanoseconds. */
  private static final long MOST_SECONDS = 1_000_000_000;

  /** Of a decimal, on either side of its point: with those of a count, what every store sums up. */
  private static final int DIGITS = 28;

  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final String path;
  private final JsonNode node;
  private final Set<String> known = new TreeSet<>();

  /** An object at that path. */
  public JsonInput(String path, JsonNode node) {
    this.path = path;
    this.node = node;
    if (!node.isObject()) {
      throw Problem.invalid(path, "must be an object, not " + kind(node)).asException();
    }
  }

  private static String kind(JsonNode node) {
    return node.isNull() ? "null" : node.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  private String at(String name) {
    return path.isEmpty() || name.isEmpty() ? path + name : path + "." + name;
  }

  /** A problem with a value. */
  public ProblemException problem(String name, String what) {
    return Problem.invalid(at(name), what).asException();
  }

  private @Nullable JsonNode value(String name) {
    known.add(name);
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private JsonNode required(String name) {
    JsonNode value = value(name);
    if (value == null) {
      throw problem(name, "is missing");
    }
    return value;
  }

  /** Whether there is a value. */
  public boolean has(String name) {
    return value(name) != null;
  }

  /** A text of 1 to so many characters that is not blank. */
  public String text(String name, int longest) {
    return name(name, required(name), longest);
  }

  private String name(String name, JsonNode value, int longest) {
    String text = anyText(name, value, longest);
    if (text.isBlank()) {
      throw problem(name, "must not be blank");
    }
    return text;
  }

  private String anyText(String name, JsonNode value, int longest) {
    if (!value.isString()) {
      throw problem(name, "must be a string, not " + kind(value));
    }
    return checked(name, value.stringValue(), longest);
  }

  private String checked(String name, String text, int longest) {
    if (text.length() > longest) {
      throw problem(
          name, "has %d characters; at most %d are taken".formatted(text.length(), longest));
    }
    if (!isText(text)) {
      throw problem(name, "has a NUL or half of a surrogate pair, which is no text");
    }
    return text;
  }

  static boolean isText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** A text that may be empty, or the other where there is none. */
  public String text(String name, String other, int longest) {
    JsonNode value = value(name);
    return value == null ? other : anyText(name, value, longest);
  }

  /** A text that is not blank, or null where there is none. */
  public @Nullable String textOrNull(String name, int longest) {
    JsonNode value = value(name);
    return value == null ? null : name(name, value, longest);
  }

  /** A UUID. */
  public UUID uuid(String name) {
    return uuid(at(name), text(name, NAME));
  }

  static UUID uuid(String path, String text) {
    if (!UUID_FORM.matcher(text).matches()) {
      throw Problem.invalid(path, "is not an id; ids are UUIDs in lower case").asException();
    }
    return UUID.fromString(text);
  }

  /** A moment as RFC 3339 writes it, or null where there is none. */
  public @Nullable Instant timeOrNull(String name) {
    String text = textOrNull(name, NAME);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeParseException e) {
      throw problem(name, "must be a time such as 2027-01-31T12:00:00Z");
    }
  }

  /** A whole number, or null where there is none. */
  public @Nullable Long integerOrNull(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw problem(name, "must be a whole number of 64 bits, not " + shown(value));
    }
    return value.longValue();
  }

  private static String shown(JsonNode value) {
    String text = value.toString();
    return text.length() > 40 ? kind(value) : text;
  }

  /** A whole number of 32 bits, or null where there is none. */
  public @Nullable Integer smallIntegerOrNull(String name) {
    Long value = integerOrNull(name);
    if (value != null && value != value.intValue()) {
      throw problem(name, "must be a whole number of 32 bits, not " + value);
    }
    return value == null ? null : value.intValue();
  }

  /** A whole number of 32 bits. */
  public int smallInteger(String name) {
    required(name);
    return integer(name, 0);
  }

  /** A whole number of 32 bits, or the other where there is none. */
  public int integer(String name, int other) {
    Integer value = smallIntegerOrNull(name);
    return value == null ? other : value;
  }

  /** A finite number, or null where there is none. */
  public @Nullable Double numberOrNull(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber()) {
      throw problem(name, "must be a number, not " + shown(value));
    }
    double number = value.decimalValue().doubleValue();
    if (!Double.isFinite(number)) {
      throw problem(name, "is out of range");
    }
    return number;
  }

  /** An exact decimal as a number or a text, or null where there is none. */
  public @Nullable BigDecimal decimalOrNull(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber() && !value.isString()) {
      throw problem(name, "must be a decimal such as \"0.15\", not " + shown(value));
    }
    try {
      BigDecimal decimal =
          value.isNumber()
              ? value.decimalValue()
              : new BigDecimal(anyText(name, value, NAME).strip());
      if (Math.abs((long) decimal.scale()) > DIGITS || decimal.precision() > DIGITS) {
        throw problem(name, "is out of range; at most %d digits are taken".formatted(DIGITS));
      }
      return decimal;
    } catch (NumberFormatException e) {
      throw problem(name, "must be a decimal such as \"0.15\", not " + shown(value));
    }
  }

  /** An amount of money from 0 to {@value #MOST_MONEY}, or null where there is none. */
  public @Nullable BigDecimal moneyOrNull(String name) {
    BigDecimal amount = decimalOrNull(name);
    if (amount != null
        && (amount.signum() < 0 || amount.compareTo(BigDecimal.valueOf(MOST_MONEY)) > 0)) {
      throw problem(name, "must be 0 to %d, not %s".formatted(MOST_MONEY, amount));
    }
    return amount;
  }

  /** A time of 0 or more seconds, or null where there is none. */
  public @Nullable Duration secondsOrNull(String name) {
    BigDecimal seconds = decimalOrNull(name);
    if (seconds == null) {
      return null;
    }
    if (seconds.signum() < 0 || seconds.compareTo(BigDecimal.valueOf(MOST_SECONDS)) > 0) {
      throw problem(name, "must be 0 to %d seconds, not %s".formatted(MOST_SECONDS, seconds));
    }
    return Duration.ofNanos(seconds.movePointRight(9).longValue());
  }

  /** A time above 0 in seconds, or null where there is none. */
  public @Nullable Duration positiveSecondsOrNull(String name) {
    Duration time = secondsOrNull(name);
    if (time != null && time.isZero()) {
      throw problem(name, "must be above 0 seconds");
    }
    return time;
  }

  /** The items of an array, none where there is none. */
  public <T> List<T> list(String name, Item<T> item) {
    JsonNode value = value(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      throw problem(name, "must be an array, not " + kind(value));
    }
    List<T> items = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      items.add(item.read(at(name) + "[" + i + "]", value.get(i)));
    }
    return items;
  }

  /** Reads an item of an array. */
  @FunctionalInterface
  public interface Item<T> {
    /** Reads the value at that path. */
    T read(String path, JsonNode value);
  }

  /** Texts that are not blank, none where there is no array. */
  public List<String> texts(String name, int longest) {
    return list(
        name, (at, value) -> new JsonInput("", Json.object().set(at, value)).text(at, longest));
  }

  /** Texts of at least one character such as a line feed, none where there is no array. */
  public List<String> anyTexts(String name, int longest) {
    return list(
        name,
        (at, value) -> {
          JsonInput item = new JsonInput("", Json.object().set(at, value));
          String text = item.text(at, "", longest);
          if (text.isEmpty()) {
            throw item.problem(at, "must not be empty");
          }
          return text;
        });
  }

  /** The objects of an array. */
  public <T> List<T> objects(String name, Function<JsonInput, T> read) {
    return list(name, (at, value) -> whole(new JsonInput(at, value), read));
  }

  /** An object, or null where there is none. */
  public <T> @Nullable T objectOrNull(String name, Function<JsonInput, T> read) {
    JsonNode value = value(name);
    return value == null ? null : whole(new JsonInput(at(name), value), read);
  }

  static <T> T whole(JsonInput input, Function<JsonInput, T> read) {
    T made = input.make(() -> read.apply(input));
    input.done();
    return made;
  }

  /** Texts by their names, none where there is no object; numbers and booleans as their text. */
  public Map<String, String> textsByName(String name, int longest) {
    JsonNode value = value(name);
    if (value == null) {
      return Map.of();
    }
    if (!value.isObject()) {
      throw problem(name, "must be an object, not " + kind(value));
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      String key = checked(name, entry.getKey(), NAME);
      if (key.isBlank()) {
        throw problem(name, "has a name that is blank");
      }
      JsonNode one = entry.getValue();
      if (!one.isValueNode() || one.isNull()) {
        throw problem(name + "." + key, "must be a string, a number or a boolean");
      }
      texts.put(key, checked(name + "." + key, one.asString(), longest));
    }
    return texts;
  }

  /** The JSON text of an object, such as a schema, or null where there is none. */
  public @Nullable String jsonOrNull(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isObject()) {
      throw problem(name, "must be an object, not " + kind(value));
    }
    return checked(name, value.toString(), CONTENT);
  }

  /** One of the names of an enumeration in lower case, or null where there is none. */
  public <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type) {
    String text = textOrNull(name, NAME);
    return text == null ? null : oneOf(at(name), text, type);
  }

  static <E extends Enum<E>> E oneOf(String path, String text, Class<E> type) {
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String name = constant.name().toLowerCase(Locale.ROOT);
      if (name.equals(text)) {
        return constant;
      }
      names.add(name);
    }
    throw Problem.invalid(path, "must be one of " + String.join(", ", names)).asException();
  }

  /** Makes a part of the domain of what was read; what it refuses is told with its path. */
  public <T> T make(Supplier<T> made) {
    try {
      return made.get();
    } catch (InvalidException e) {
      throw problem(e.path(), e.problem());
    }
  }

  /** Refuses keys that were not asked for. */
  public void done() {
    for (String name : node.propertyNames()) {
      if (!known.contains(name)) {
        throw problem(
            isText(name) && name.length() <= NAME ? name : "",
            "is not known"
                + NearestName.of(name, known)
                    .map(near -> "; did you mean '" + near + "'?")
                    .orElse("; known are " + String.join(", ", known)));
      }
    }
  }
}
