/** Keeps projects in memory. */
@NullMarked
package dev.researchlab.adapters.local.project;

import org.jspecify.annotations.NullMarked;
