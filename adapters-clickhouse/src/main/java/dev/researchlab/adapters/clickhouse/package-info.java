/** Evaluations in ClickHouse, by its official client over HTTP. */
@NullMarked
package dev.researchlab.adapters.clickhouse;

import org.jspecify.annotations.NullMarked;
