/** The failures that every layer shares; everything else lives in a package per feature. */
@NullMarked
package dev.researchlab.domain;

import org.jspecify.annotations.NullMarked;
