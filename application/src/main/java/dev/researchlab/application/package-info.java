/** The use cases behind the driving ports; the way in is {@link ResearchLab}. */
@NullMarked
package dev.researchlab.application;

import org.jspecify.annotations.NullMarked;
