/** The connection to PostgreSQL: address, pool, migrations and failures. */
@NullMarked
package dev.researchlab.adapters.postgres.database;

import org.jspecify.annotations.NullMarked;
