/** Requests that may be sent twice, in PostgreSQL. */
@NullMarked
package dev.researchlab.adapters.postgres.request;

import org.jspecify.annotations.NullMarked;
