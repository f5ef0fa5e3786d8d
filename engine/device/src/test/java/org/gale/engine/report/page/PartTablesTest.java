package org.gale.engine.report.page;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Pattern;
import org.gale.engine.config.Outcome;
import org.gale.engine.report.StormResults;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.support.HostShapes;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Pages of storms with groups and phases. */
class PartTablesTest
{
    private static final PhaseShape CALM = HostShapes.phase("calm", 2_000_000_000);
    private static final PhaseShape NOISE = HostShapes.phase("noise", 2_000_000_000);

    @Test
    void shouldHaveARowForEachGroupAndPhase() throws IOException
    {
        final String page = page(new StormResults.Parts(StormResults.UNLIKE.groups(), StormResults.PHASED.phases()));

        assertEquals(List.of("Accounting", "Groups", "Phases", "Response p99 by group and phase", "Stages"),
            texts(page, "h2").subList(3, 8));
        final List<String> rows = texts(page, "tr");
        assertTrue(rows.containsAll(List.of(
            "quiet 8 99,999,999 99,999,870 128 0 1 0 10,000 96,999,972 4,095 4,095 311,295",
            "loud 1 0 0 0 0 0 0 0 - - -", "none 0 1 0 0 1 0 0 0 - - -", "calm 0.0 2.0 0 12 8 1 0 3 0 9 1 3 7",
            "noise 2.0 2.0 3 8 10 0 0 1 0 0 - - -", "p99, ns calm noise all", "quiet 3 - 4,095")), rows.toString());
    }

    @Test
    void shouldExplainTheTablesAndLeaveOutAGroupWithoutVms() throws IOException
    {
        final String page = page(new StormResults.Parts(StormResults.UNLIKE.groups(), StormResults.PHASED.phases()));
        final String both = page.substring(page.indexOf("<h2>Response p99 by"), page.indexOf("<h2>Stages"));

        assertEquals(List.of("p99, ns calm noise all", "quiet 3 - 4,095", "loud - - -"), texts(both, "tr"));
        assertTrue(texts(page, "p").containsAll(List.of(
            "Accounts are those since the first offer, responses (ns) those of the measured part.",
            "What is carried in and offered is delivered, coalesced, rejected or pending; the next phase carries " +
            "that in. An event belongs to the phase of its intended time. The warm-up is in the account of the first " +
            "phase, and not in its responses (ns).")), page);
    }

    @Test
    void shouldDescribeTheShape() throws IOException
    {
        final List<String> texts = texts(PageElements.plain(page(StormResults.PHASED)), "p");
        final int at = texts.indexOf("phases: calm 2 s \u00b7 noise 2 s");

        assertEquals("default: 3 VMs with 8 VPEs on 64 PEs \u00b7 15 LPIs \u00b7 5 devices", texts.get(1));
        assertEquals(List.of("quiet: 2 VMs \u00d7 2 VPEs \u00b7 disk 1 \u00d7 3 events, closed loop",
            "loud: 1 VM \u00d7 4 VPEs \u00b7 nic 2 \u00d7 2 events, closed loop \u00b7 disk 1 \u00d7 5 events, " +
            "closed loop"), texts.subList(at - 2, at));
        assertFalse(texts(page(StormResults.PHASED), "tr").stream().anyMatch(row -> row.startsWith("groups ")));
    }

    private static String page(final StormResults.Parts parts) throws IOException
    {
        final StringWriter out = new StringWriter();
        final StormDescription description = StormResults.setting(HostShapes.quietAndLoud(CALM, NOISE));
        StormPage.write(new StormReport(description, StormResults.with(StormResults.sound(), parts),
            StormResults.PROOF, null, Outcome.OK), Spelling.NAMES, out);

        return out.toString();
    }

    /** Returns the texts of elements without the tags in them. */
    private static List<String> texts(final String page, final String tag)
    {
        return Pattern.compile("<" + tag + "[ >].*?</" + tag + ">", Pattern.DOTALL).matcher(page).results()
            .map(found -> found.group().replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ").strip()).toList();
    }
}
