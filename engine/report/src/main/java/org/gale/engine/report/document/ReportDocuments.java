package org.gale.engine.report.document;

import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;

/**
 * Reports of storms, and points of joined sweeps, as documents that were read. Pure functions.
 */
public final class ReportDocuments
{
    private static final String ANY_STORM = "gale.storm/";

    private ReportDocuments()
    {
    }

    /**
     * Checks the values of a report, and returns them.
     *
     * @param name of the file, for messages
     * @throws OutcomeException if the document is no report of a storm, or a value is out of its range
     */
    public static JsonNode report(final String name, final JsonNode report)
    {
        final String schema = report.path("schema").asText();
        if (!schema.startsWith(ANY_STORM))
        {
            throw new OutcomeException(Outcome.USAGE, name + ": is not a report that a storm wrote as JSON");
        }
        if (!schema.equals(StormDocument.SCHEMA))
        {
            throw DocumentCheck.refusal(name, "schema", report.path("schema"), "the schema that this gale reads (" +
                StormDocument.SCHEMA + ')');
        }
        DocumentCheck.check(name, report, StormDocument.class);

        return report;
    }

    /**
     * Checks a point of a joined sweep.
     *
     * @param name of the file, for messages
     * @throws OutcomeException if the document is none, or a value is out of its range
     */
    public static void checkPoint(final String name, final JsonNode document)
    {
        if (!document.has("point") || !document.has("values"))
        {
            throw new OutcomeException(
                Outcome.USAGE, name + ": is not the points.jsonl that gale sweep merge wrote");
        }
        DocumentCheck.check(name, document, PointDocument.class);
    }
}
