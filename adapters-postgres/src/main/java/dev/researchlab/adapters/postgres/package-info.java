/** Every store on PostgreSQL, a package for each feature. */
@NullMarked
package dev.researchlab.adapters.postgres;

import org.jspecify.annotations.NullMarked;
