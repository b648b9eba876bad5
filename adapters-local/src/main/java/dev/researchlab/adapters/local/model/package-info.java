/** Registered models, kept in memory. */
@NullMarked
package dev.researchlab.adapters.local.model;

import org.jspecify.annotations.NullMarked;
