/** What the lab tells about itself: figures for Prometheus, traces for OpenTelemetry. */
@NullMarked
package dev.researchlab.bootstrap.telemetry;

import org.jspecify.annotations.NullMarked;
