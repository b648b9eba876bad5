package dev.researchlab.simulator;

import java.util.StringJoiner;

/** Sentences of no meaning, the same for the same messages. */
final class PseudoText {

  private static final String[] WORDS = {
    "amber", "anchor", "basin", "birch", "bridge", "candle", "canyon", "cedar", "cloud", "copper",
    "coral", "delta", "ember", "falcon", "field", "flint", "forest", "garden", "glacier", "grain",
    "harbor", "hazel", "island", "ivory", "jasper", "juniper", "lantern", "linen", "maple",
    "marble", "meadow", "mirror", "moss", "needle", "north", "oak", "ocean", "opal", "orchard",
    "paper", "pebble", "pine", "prairie", "quartz", "raven", "reed", "river", "saddle", "salt",
    "sand", "shadow", "silver", "slate", "spruce", "stone", "summit", "thistle", "timber", "valley",
    "velvet", "water", "willow", "winter", "wool"
  };

  private PseudoText() {}

  static String of(ChatRequest request) {
    long hash = 0;
    for (ChatRequest.Message message : request.messages()) {
      hash = Draws.mix(hash ^ Draws.hash(message.role() + '\n' + message.text()));
    }
    StringJoiner text = new StringJoiner(" ", "", ".");
    int words = 8 + (int) (Draws.unit(hash) * 25);
    for (int i = 1; i <= words; i++) {
      text.add(WORDS[(int) (Draws.unit(Draws.mix(hash + i)) * WORDS.length)]);
    }
    return text.toString();
  }
}
