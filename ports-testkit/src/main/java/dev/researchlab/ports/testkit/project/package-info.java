/** Fixtures of projects. */
@NullMarked
package dev.researchlab.ports.testkit.project;

import org.jspecify.annotations.NullMarked;
