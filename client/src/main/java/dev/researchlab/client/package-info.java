/** A typed client of the service: one record for each object of its contract. */
@NullMarked
package dev.researchlab.client;

import org.jspecify.annotations.NullMarked;
