/** The conversation about models. */
@NullMarked
package dev.researchlab.ports.driving.model;

import org.jspecify.annotations.NullMarked;
