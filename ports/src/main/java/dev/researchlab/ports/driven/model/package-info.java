/** Registered models, and the models themselves. */
@NullMarked
package dev.researchlab.ports.driven.model;

import org.jspecify.annotations.NullMarked;
