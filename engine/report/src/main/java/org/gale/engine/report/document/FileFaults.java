package org.gale.engine.report.document;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.Outcome;

/** Laws that a file beside a report breaks: the first ones, of which a message shows three. Used once. */
final class FileFaults
{
    private static final int LIMIT = 8;

    private final List<String> faults = new ArrayList<>();

    /** Adds a fault, if a law is broken. */
    void must(final boolean isKept, final Supplier<String> fault)
    {
        if (!isKept && faults.size() < LIMIT)
        {
            faults.add(fault.get());
        }
    }

    List<String> all()
    {
        return List.copyOf(faults);
    }

    /** {@return whether the report is one of a storm that did not fail: the files of another one need not agree} */
    static boolean isJudged(final JsonNode report)
    {
        return Outcome.hasResult(report.path("exit").asInt());
    }

    /** {@return whether the storm goes on with another one, part of whose figures are in its report} */
    static boolean isResumed(final JsonNode report)
    {
        return report.path("host").path("resumed").isContainerNode();
    }
}
