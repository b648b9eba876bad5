/** Projects. */
@NullMarked
package dev.researchlab.ports.driving.project;

import org.jspecify.annotations.NullMarked;
