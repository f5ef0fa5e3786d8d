package org.gale.engine.cli.storm;

import java.util.IdentityHashMap;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.report.StormJson;
import org.gale.engine.storm.result.StormReport;

/** Values of the reports of a storm, each made once for all that ask for them. Owner: the main thread. */
final class ReportTree
{
    private final IdentityHashMap<StormReport, JsonNode> trees = new IdentityHashMap<>();

    /** Returns the values of a report, which nobody changes. */
    JsonNode of(final StormReport report)
    {
        return trees.computeIfAbsent(report, StormJson::tree);
    }
}
