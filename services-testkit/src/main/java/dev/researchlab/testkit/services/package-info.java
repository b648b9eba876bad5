/** Real services for tests, each started at most once in a test JVM, when it is first asked for. */
@NullMarked
package dev.researchlab.testkit.services;

import org.jspecify.annotations.NullMarked;
