package dev.researchlab.domain.comparison;

import dev.researchlab.domain.metric.Direction;
import dev.researchlab.domain.metric.EpochReducer;
import dev.researchlab.domain.metric.Scale;
import dev.researchlab.domain.statistics.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * One metric of one variant.
 *
 * @param metric the name of the metric or measure
 * @param reducer how the epochs of a sample became one value
 * @param missing trials that have no value
 * @param estimate over the samples that have a value; null where none has
 * @param missingAsFailures the estimate with every missing trial counted as 0; null where nothing
 *     is missing, and for measures such as latency
 */
public record MetricEstimate(
    String metric,
    Scale scale,
    Direction direction,
    EpochReducer reducer,
    long missing,
    @Nullable Estimate estimate,
    @Nullable Estimate missingAsFailures) {}
