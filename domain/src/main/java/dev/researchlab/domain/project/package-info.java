/** Projects: the unit of isolation that everything else belongs to. */
@NullMarked
package dev.researchlab.domain.project;

import org.jspecify.annotations.NullMarked;
