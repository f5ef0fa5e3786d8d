package org.gale.engine.report.shown;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.json.JsonText;
import org.gale.engine.config.Outcome;

/**
 * Laws of the page of a storm. Each number of a table is that of the field which its row and its column name. The data
 * of charts are the report. No row of a table is missing. The laws share no class with what writes the page. Used once.
 */
public final class WrittenPage
{
    private static final String LATENCY = "/latency_ns/";
    private static final List<String> TIMES = List.of("/count", "/p50", "/p90", "/p99", "/p99_9", "/p99_99", "/max");
    private static final List<String> ACCOUNT =
        List.of("/offered", "/delivered", "/coalesced", "/rejected", "/pending", "/remainder");
    private static final String GROUPS = "/groups";

    private final JsonNode report;
    private final ShownFacts facts;
    private final PageRows rows;
    private final TextPhrases phrases;
    private final TextOutliers outliers;

    private WrittenPage(final JsonNode report)
    {
        this.report = report;
        facts = new ShownFacts(report, "page");
        rows = new PageRows(facts);
        phrases = new TextPhrases(facts);
        outliers = new TextOutliers(facts);
    }

    /** Returns the laws that a page breaks; none of a sound one, and none of a storm that failed. */
    public static List<String> faults(final String page, final JsonNode report)
    {
        final WrittenPage written = new WrittenPage(report);
        if (Outcome.hasResult(report.path("exit").asInt()))
        {
            written.data(page);
            PageText.read(page, written.rows::read, written::paragraph);
            written.missing();
        }

        return written.facts.faults();
    }

    private void paragraph(final String section, final String text)
    {
        if (!outliers.read(text))
        {
            phrases.read(section.equals("Stalls") ? "stalls   " + text : text);
        }
    }

    /** Compares the values from which scripts draw the charts. */
    private void data(final String page)
    {
        JsonNode data = null;
        try
        {
            data = JsonText.read(PageText.data(page)).get("report");
        }
        catch (final IllegalArgumentException ex)
        {
            facts.must(false, "data of charts", ex.getMessage(), "");
        }
        same(data, report, "");
    }

    private void same(final JsonNode shown, final JsonNode field, final String pointer)
    {
        final boolean isAlike = shown != null && shown.getNodeType() == field.getNodeType() &&
            (shown.isContainerNode() ? shown.size() == field.size() : shown.isNumber() ?
            shown.asDouble() == field.asDouble() : shown.equals(field));
        facts.must(isAlike, "data of charts", shown == null || shown.isContainerNode() ? "other parts" :
            shown.toString(), pointer);
        if (!isAlike)
        {
            return;
        }
        final Set<String> names = new HashSet<>();
        field.fieldNames().forEachRemaining(names::add);
        names.forEach(name -> same(shown.get(name), field.get(name), pointer + ShownFacts.step(name)));
        for (int i = 0; field.isArray() && i < field.size(); i++)
        {
            same(shown.get(i), field.get(i), pointer + '/' + i);
        }
    }

    /** Says which fields have no cell. What devices have sent needs none. */
    private void missing()
    {
        facts.shown("/accounting/sent");
        facts.shown("/accounting/ticks_high");
        List.of("/accounting", "/accounting/rejected", "/pe_time_ns", "/off_pe_ns", "/model", "/warmup",
            "/controls/each", "/controls/spurious_by_device", "/generator").forEach(facts::each);
        facts.one("/offered_per_s");
        facts.one("/rate_per_s");
        if (facts.at("/latency_ns/response/count").asLong() > 0 &&
            !facts.at("/config/latency").asText().equals("off"))
        {
            latencies();
        }
        if (facts.hasGroups())
        {
            parts(GROUPS);
        }
        parts("/phases");
        for (int i = 0; i < facts.at("/outliers").size(); i++)
        {
            facts.one("/outliers/" + i + "/response_ns");
        }
        for (int i = 0; i < facts.at("/host/engines").size(); i++)
        {
            facts.one("/host/engines/" + i + "/offered");
        }
        if (facts.at(GROUPS + "/0/completions").isNumber())
        {
            devices();
        }
    }

    /** Says which groups of devices have no rows; the request of a single group is that of the storm. */
    private void devices()
    {
        for (int i = 0; i < facts.at(GROUPS).size(); i++)
        {
            final String group = GROUPS + '/' + i;
            facts.one(group + "/completions");
            facts.one(group + "/interrupts");
            TIMES.forEach(time -> facts.one(group + "/latency_ns/sender_wait" + time));
            if (facts.at(GROUPS).size() > 1)
            {
                TIMES.forEach(time -> facts.one(group + "/latency_ns/request" + time));
            }
        }
    }

    private void latencies()
    {
        for (final String latency : List.of("response", "handled", "service", "request"))
        {
            TIMES.forEach(time -> facts.one(LATENCY + latency + time));
        }
        for (final String several : List.of("routes", "stages"))
        {
            facts.at(LATENCY + several).properties().forEach(one -> TIMES.forEach(
                time -> facts.one(LATENCY + several + ShownFacts.step(one.getKey()) + time)));
        }
    }

    private void parts(final String parts)
    {
        for (int i = 0; i < facts.at(parts).size(); i++)
        {
            final String account = parts + '/' + i + "/accounting";
            ACCOUNT.forEach(figure -> facts.one(account + figure));
        }
    }
}
