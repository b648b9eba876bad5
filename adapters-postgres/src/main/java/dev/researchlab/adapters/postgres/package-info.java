/** Stores on PostgreSQL. */
@NullMarked
package dev.researchlab.adapters.postgres;

import org.jspecify.annotations.NullMarked;
