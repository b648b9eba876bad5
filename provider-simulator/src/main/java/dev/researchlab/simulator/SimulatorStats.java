package dev.researchlab.simulator;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What the simulator has done since its start or the last reset; {@code /stats} itself is not
 * counted.
 *
 * @param requests requests received, whatever became of them
 * @param byEndpoint requests by endpoint, such as {@code chat_completions}
 * @param byStatus status lines sent; a reset, a stall or a client that left early has none
 * @param faults injected faults by kind
 * @param completed answers and embeddings sent in full with usable JSON
 * @param rateLimited 429s, from the quotas and injected
 * @param serverErrors 5xx, from the concurrency limit and injected
 * @param resets injected TCP resets, before the response and in its body
 * @param stalls injected stalls, before the response and in its body
 * @param malformed injected bodies that are not JSON
 * @param unmatched answers for which the answer file has no key
 * @param inFlight answers and embeddings in work or waiting for a slot now
 * @param maxInFlight the most that were so at once
 * @param queued those of them that wait for a slot now
 * @param maxQueued the most that waited at once
 * @param promptTokens tokens of the prompts of completed requests
 * @param completionTokens tokens of the answers of completed requests
 * @param latencyP50Millis median time from the first byte of a request to the last byte of its full
 *     answer, without embeddings; null before the first
 * @param latencyP95Millis the 95th percentile of the same times
 */
public record SimulatorStats(
    long requests,
    Map<String, Long> byEndpoint,
    Map<Integer, Long> byStatus,
    Map<Fault, Long> faults,
    long completed,
    long rateLimited,
    long serverErrors,
    long resets,
    long stalls,
    long malformed,
    long unmatched,
    long inFlight,
    long maxInFlight,
    long queued,
    long maxQueued,
    long promptTokens,
    long completionTokens,
    long connectionsOpen,
    long connectionsTotal,
    @Nullable Double latencyP50Millis,
    @Nullable Double latencyP95Millis) {

  public SimulatorStats {
    byEndpoint = Map.copyOf(byEndpoint);
    byStatus = Map.copyOf(byStatus);
    faults = Map.copyOf(faults);
  }

  byte[] toJson() {
    return Json.write(
        json -> {
          json.writeStartObject();
          json.writeNumberProperty("requests", requests);
          json.writeObjectPropertyStart("by_endpoint");
          for (Endpoint endpoint : Endpoint.values()) {
            if (endpoint.counted()) {
              json.writeNumberProperty(endpoint.key(), byEndpoint.getOrDefault(endpoint.key(), 0L));
            }
          }
          json.writeEndObject();
          json.writeObjectPropertyStart("by_status");
          byStatus.entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .forEach(
                  entry -> json.writeNumberProperty(entry.getKey().toString(), entry.getValue()));
          json.writeEndObject();
          json.writeObjectPropertyStart("faults");
          for (Fault fault : Fault.values()) {
            json.writeNumberProperty(fault.key(), faults.getOrDefault(fault, 0L));
          }
          json.writeEndObject();
          json.writeNumberProperty("completed", completed);
          json.writeNumberProperty("rate_limited_429", rateLimited);
          json.writeNumberProperty("server_errors", serverErrors);
          json.writeNumberProperty("resets", resets);
          json.writeNumberProperty("stalls", stalls);
          json.writeNumberProperty("malformed", malformed);
          json.writeNumberProperty("unmatched", unmatched);
          json.writeNumberProperty("in_flight", inFlight);
          json.writeNumberProperty("max_in_flight", maxInFlight);
          json.writeNumberProperty("queued", queued);
          json.writeNumberProperty("max_queued", maxQueued);
          json.writeNumberProperty("prompt_tokens", promptTokens);
          json.writeNumberProperty("completion_tokens", completionTokens);
          json.writeNumberProperty("connections_open", connectionsOpen);
          json.writeNumberProperty("connections_total", connectionsTotal);
          writeMillis(json, "latency_p50_ms", latencyP50Millis);
          writeMillis(json, "latency_p95_ms", latencyP95Millis);
          json.writeEndObject();
        });
  }

  private static void writeMillis(JsonGenerator json, String name, @Nullable Double millis) {
    if (millis == null) {
      json.writeNullProperty(name);
    } else {
      json.writeNumberProperty(name, millis);
    }
  }
}
