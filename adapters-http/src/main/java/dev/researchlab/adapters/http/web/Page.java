package dev.researchlab.adapters.http.web;

import dev.researchlab.domain.CodePointOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The part of a list that a request asks for.
 *
 * @param list which list with which filters, so that a cursor of another one is refused
 * @param after the position after which it begins; null for the first page
 */
public record Page(String list, int limit, @Nullable String after) {

  private static final int MAX_LIMIT = 100;
  private static final int DEFAULT_LIMIT = 20;

  /** Version 1: which list, and the position. */
  private static final String FORM = "1\n";

  static Page of(Call call, String list) {
    int limit = call.integer("limit").orElse(DEFAULT_LIMIT);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw Problem.invalid("limit", "must be 1 to " + MAX_LIMIT + ", not " + limit).asException();
    }
    return new Page(list, limit, call.query("cursor").map(it -> position(it, list)).orElse(null));
  }

  private static String position(String cursor, String list) {
    try {
      String text =
          new String(
              Base64.getUrlDecoder().decode(cursor.getBytes(StandardCharsets.US_ASCII)),
              StandardCharsets.UTF_8);
      String prefix = FORM + list + "\n";
      if (text.startsWith(prefix)
          && JsonInput.isText(text)
          && cursor(list, text.substring(prefix.length())).equals(cursor)) {
        return text.substring(prefix.length());
      }
    } catch (IllegalArgumentException e) {
      // not base64: refused below
    }
    throw foreign();
  }

  private static ProblemException foreign() {
    return Problem.invalid(
            "cursor", "is not one of this list; leave it out to begin at the first page")
        .asException();
  }

  /**
   * The position after which the page begins; null for the first page.
   *
   * @param read may throw what says that the text is no position of the list: anybody can write a
   *     cursor
   */
  public <T> @Nullable T after(Function<String, T> read) {
    if (after == null) {
      return null;
    }
    try {
      return read.apply(after);
    } catch (IllegalArgumentException | JacksonException e) {
      throw foreign();
    }
  }

  private static String cursor(String list, String position) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((FORM + list + "\n" + position).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The reply with this page.
   *
   * @param items of the page and, where there are more, at least one after it
   * @param position of an item, to begin the next page after it
   */
  public <T> Reply reply(List<T> items, Function<T, String> position, Function<T, JsonNode> shown) {
    boolean more = items.size() > limit;
    List<T> page = more ? items.subList(0, limit) : items;
    ObjectNode node = Json.object();
    var data = node.putArray("data");
    page.forEach(item -> data.add(shown.apply(item)));
    if (more) {
      node.put("next_cursor", cursor(list, position.apply(page.getLast())));
    } else {
      node.putNull("next_cursor");
    }
    node.put("has_more", more);
    return Reply.ok(node);
  }

  /**
   * The items after the position of a list in the order of its names. The one of that name may be
   * gone by now, as where somebody lists and deletes by turns.
   *
   * @param text that the names have that are wanted, in any case of its letters; empty for all
   */
  public <T> List<T> ofNamed(List<T> all, Function<T, String> name, String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return all.stream()
        .filter(
            item -> after == null || CodePointOrder.COMPARATOR.compare(name.apply(item), after) > 0)
        .filter(item -> name.apply(item).toLowerCase(Locale.ROOT).contains(wanted))
        .toList();
  }

  /** The items after the position of a list that is whole at hand, and of which none is deleted. */
  public <T> List<T> of(List<T> all, Function<T, String> position) {
    if (after == null) {
      return all;
    }
    for (int i = 0; i < all.size(); i++) {
      if (position.apply(all.get(i)).equals(after)) {
        return all.subList(i + 1, all.size());
      }
    }
    return List.of();
  }
}
