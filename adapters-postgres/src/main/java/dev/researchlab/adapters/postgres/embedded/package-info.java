/** A PostgreSQL of the lab's own, where none is configured. */
@NullMarked
package dev.researchlab.adapters.postgres.embedded;

import org.jspecify.annotations.NullMarked;
