/** Stores on ClickHouse. */
@NullMarked
package dev.researchlab.adapters.clickhouse;

import org.jspecify.annotations.NullMarked;
