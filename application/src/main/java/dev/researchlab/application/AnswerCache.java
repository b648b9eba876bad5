package dev.researchlab.application;

import dev.researchlab.domain.artifact.ContentHash;
import dev.researchlab.domain.artifact.ContentHasher;
import dev.researchlab.domain.experiment.CacheMode;
import dev.researchlab.domain.model.CallFailure;
import dev.researchlab.domain.model.FinishReason;
import dev.researchlab.domain.model.GenerationResult.Completion;
import dev.researchlab.domain.model.GenerationResult.Failure;
import dev.researchlab.domain.project.ProjectId;
import dev.researchlab.ports.driven.model.ResponseCache;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run does with kept answers. Trials that ask the same thing in the same epoch are asked
 * once: the others wait for the answer of the first.
 */
final class AnswerCache {

  static final Failure NOTHING_KEPT =
      new Failure(
          CallFailure.BAD_REQUEST,
          "no answer is kept for this request, and cache: replay_only sends nothing",
          null,
          null);

  private final ProjectId project;
  private final CacheMode mode;
  private final ResponseCache responses;
  private final Patience patience;
  private final InstantSource clock;

  /** Those that wait, by what they ask, without the one that is asked. */
  private final Map<ContentHash, List<TrialCall>> followers = new HashMap<>();

  AnswerCache(
      ProjectId project,
      CacheMode mode,
      ResponseCache responses,
      Patience patience,
      InstantSource clock) {
    this.project = project;
    this.mode = mode;
    this.responses = responses;
    this.patience = patience;
    this.clock = clock;
  }

  boolean reads() {
    return mode.reads();
  }

  boolean replaysOnly() {
    return mode == CacheMode.REPLAY_ONLY;
  }

  /** The kept answer, null where there is none. */
  @Nullable Completion find(TrialCall call) {
    ContentHash key = key(call);
    return patience.with(() -> responses.find(project, key)).orElse(null);
  }

  /** Whether this call is the one to ask; else it waits for the one that is asked already. */
  boolean leads(TrialCall call) {
    if (mode != CacheMode.READ_WRITE) {
      return true;
    }
    synchronized (followers) {
      List<TrialCall> waiting = followers.get(key(call));
      if (waiting == null) {
        followers.put(key(call), new ArrayList<>());
        return true;
      }
      waiting.add(call);
      return false;
    }
  }

  /** Whether an answer is kept: what was cut or filtered may come out whole another time. */
  static boolean isWhole(Completion answer) {
    return answer.finishReason() == FinishReason.STOP
        || answer.finishReason() == FinishReason.TOOL_CALLS;
  }

  /** Keeps a whole answer, and gives back those that waited for it. */
  List<TrialCall> keep(TrialCall call, Completion answer) {
    if (!mode.writes()) {
      return List.of();
    }
    ContentHash key = key(call);
    patience.<@Nullable Void>with(
        () -> {
          responses.put(project, key, answer, clock.instant());
          return null;
        });
    return takeFollowers(key);
  }

  /** Those that waited for this call, which go on without it. */
  List<TrialCall> takeFollowers(TrialCall call) {
    return mode.writes() ? takeFollowers(key(call)) : List.of();
  }

  private List<TrialCall> takeFollowers(ContentHash key) {
    synchronized (followers) {
      List<TrialCall> waiting = followers.remove(key);
      return waiting == null ? List.of() : waiting;
    }
  }

  /** After a failure the next of those that wait is asked. */
  Optional<TrialCall> passOn(TrialCall call) {
    if (!mode.writes()) {
      return Optional.empty();
    }
    synchronized (followers) {
      List<TrialCall> waiting = followers.get(key(call));
      if (waiting == null || waiting.isEmpty()) {
        followers.remove(key(call));
        return Optional.empty();
      }
      return Optional.of(waiting.removeFirst());
    }
  }

  /** Lets go of those that wait for this call, and says how many they were. */
  int giveUp(TrialCall call) {
    return takeFollowers(call).size();
  }

  private static ContentHash key(TrialCall call) {
    ContentHasher hasher = new ContentHasher();
    call.variant().frozen().model().addTo(hasher);
    call.request().parameters().addTo(hasher);
    hasher.add(call.request().epoch()).add(call.request().messages().size());
    call.request().messages().forEach(message -> message.addTo(hasher));
    return hasher.hash();
  }
}
