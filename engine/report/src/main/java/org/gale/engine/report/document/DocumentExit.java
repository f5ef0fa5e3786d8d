package org.gale.engine.report.document;

import java.util.List;
import com.fasterxml.jackson.annotation.JsonValue;
import org.gale.engine.config.Outcome;

/** Exit code of the program. */
public record DocumentExit(@JsonValue int code)
{
    public DocumentExit
    {
        if (!isOne(code))
        {
            throw new IllegalArgumentException("no exit code: " + code);
        }
    }

    /** Returns whether the program ends with a number. */
    static boolean isOne(final int code)
    {
        return List.of(Outcome.values()).stream().anyMatch(outcome -> outcome.exitCode() == code);
    }
}
