/** Contracts of the ports to models, and fixtures of models. */
@NullMarked
package dev.researchlab.ports.testkit.model;

import org.jspecify.annotations.NullMarked;
