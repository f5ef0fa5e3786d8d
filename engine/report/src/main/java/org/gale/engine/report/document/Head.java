package org.gale.engine.report.document;

import java.util.Map;

/**
 * Head of a document.
 *
 * @param modelled name of the costs; null on the wall clock
 * @param vary     values that one of several runs has of its own; null of a storm that runs once
 */
public record Head(@IfThere String modelled, @IfThere Map<String, String> vary, @Required String schema,
    @Signed Long seed)
{
}
