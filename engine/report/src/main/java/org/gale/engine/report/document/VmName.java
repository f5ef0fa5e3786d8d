package org.gale.engine.report.document;

import com.fasterxml.jackson.annotation.JsonValue;

/** Number of a VM, or a text in its place. */
public record VmName(@JsonValue Object value)
{
}
