package org.gale.engine.report.document;

import com.fasterxml.jackson.annotation.JsonValue;

/** Exit code of the program. */
public record ExitCode(@JsonValue int code)
{
}
