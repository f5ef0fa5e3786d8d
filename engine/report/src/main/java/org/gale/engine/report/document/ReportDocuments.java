package org.gale.engine.report.document;

import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;

/**
 * Reports of storms, and points of joined sweeps, as documents that were read. Reports of earlier versions become
 * reports of this one. Pure functions.
 */
public final class ReportDocuments
{
    private static final String ANY_STORM = "gale.storm/";
    /** Functions that make a report of an earlier version one of the next. */
    private static final Map<String, UnaryOperator<ObjectNode>> UPGRADES =
        Map.of("gale.storm/2", ReportDocuments::ofVersionTwo, "gale.storm/3", OfVersionThree::upgraded,
        "gale.storm/4", ReportDocuments::ofVersionFour);

    private ReportDocuments()
    {
    }

    /**
     * Returns the values of a report, those of an earlier version as this one has them.
     *
     * @param name of the file, for messages
     * @throws OutcomeException if the document is no report of a storm, or a value is out of its range
     */
    public static JsonNode report(final String name, final JsonNode document)
    {
        JsonNode report = document;
        while (UPGRADES.containsKey(schema(report)))
        {
            report = UPGRADES.get(schema(report)).apply(report.deepCopy());
        }
        if (!schema(report).startsWith(ANY_STORM))
        {
            throw new OutcomeException(Outcome.USAGE, name + ": is not a report that a storm wrote as JSON");
        }
        if (!schema(report).equals(StormDocument.SCHEMA))
        {
            throw DocumentCheck.refusal(name, "schema", report.path("schema"), "a schema that this gale reads (" +
                String.join(", ", new TreeSet<>(UPGRADES.keySet())) + ", " + StormDocument.SCHEMA + ')');
        }
        DocumentCheck.check(name, report, StormDocument.class);

        return report;
    }

    private static String schema(final JsonNode document)
    {
        return document.path("schema").asText();
    }

    /**
     * Makes a report of version 2 one of version 3: no window is null instead of 0, and torn frames have their name.
     * Its percentiles stay as they are, with few samples, too.
     */
    private static ObjectNode ofVersionTwo(final ObjectNode report)
    {
        report.put("schema", "gale.storm/3");
        if (report.path("config") instanceof ObjectNode config && config.path("window").asText().equals("0"))
        {
            config.putNull("window");
        }
        if (report.path("resumed") instanceof ObjectNode resumed && resumed.has("residue_frames"))
        {
            resumed.set("torn_frames", resumed.get("residue_frames"));
        }

        return report;
    }

    /**
     * Makes a report of version 4 one of version 5. One of the virtual clock has no {@code handled}, because its
     * responses ended with their handlers.
     */
    private static ObjectNode ofVersionFour(final ObjectNode report)
    {
        report.put("schema", StormDocument.SCHEMA);

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
