/** The audit log in PostgreSQL. */
@NullMarked
package dev.researchlab.adapters.postgres.audit;

import org.jspecify.annotations.NullMarked;
