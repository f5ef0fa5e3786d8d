package org.gale.engine.report.page;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.gale.engine.config.Outcome;
import org.gale.engine.report.StormResults;
import org.gale.engine.storm.result.ActionTimeline;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingType;
import org.gale.engine.storm.scenario.Spelling;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the part of a page that shows transitions, holds and moves. */
class ActionTableTest
{
    private static final long MS = 1_000_000;
    private static final Setting<ActionRate> TOGGLES =
        Setting.of("toggles", Setting.Group.KEY, SettingType.ACTION_RATE).help("");
    private static final ActionTimeline TIMELINE = new ActionTimeline(1_000 * MS, 500 * MS, List.of(
        new ActionTimeline.Slice(1, 250 * MS, 125 * MS, 3), new ActionTimeline.Slice(0, 500 * MS, 0, 1)));

    @Test
    void shouldShowWhatWasAskedAndDone() throws Exception
    {
        final Document page = page(actions(30, 29, 28), Outcome.OK);

        assertEquals("1/10k", cell(page, "/actions/toggles/asked"));
        assertEquals("30", cell(page, "/actions/toggles/due"));
        assertEquals("29", cell(page, "/actions/toggles/begun"));
        assertEquals("28", cell(page, "/actions/toggles/completed"));
        assertEquals("actions", elements(page, "div", "chart").get(elements(page, "div", "chart").size() - 1)
            .getAttribute("data-chart"));
    }

    @Test
    void shouldNotBeAllGreenWhenTogglesWereNotKept() throws Exception
    {
        final Document kept = page(actions(30, 30, 30), Outcome.OK);
        final Document missed = page(actions(30, 29, 29), Outcome.OK);

        assertEquals(1, elements(kept, "p", "verdict good").size());
        assertTrue(text(kept, "verdict good").contains(" \u00b7 kept up"));
        assertEquals(0, elements(missed, "p", "verdict good").size());
        assertTrue(text(missed, "verdict partly").contains(" \u00b7 did not keep up"));
        assertEquals("toggles 1/10k events asked, 29 of 30 begun: a transition was open", text(missed, "bad"));
    }

    @Test
    void shouldSayThatARunShowsNothing() throws Exception
    {
        final Document page = page(actions(0, 0, 0), Outcome.SKIPPED);

        assertTrue(text(page, "verdict partly").startsWith("Shows nothing (exit 4): "));
        assertTrue(text(page, "bad").startsWith("no transition was completed: this run shows nothing about them"));
    }

    @Test
    void shouldHaveNoSuchPartWithoutActions() throws Exception
    {
        final Document page = page(StormActions.NONE, Outcome.OK);

        final NodeList headings = page.getElementsByTagName("h2");
        for (int i = 0; i < headings.getLength(); i++)
        {
            assertFalse(headings.item(i).getTextContent().startsWith("Transitions"));
        }
    }

    private static StormActions actions(final long due, final long begun, final long completed)
    {
        return new StormActions(List.of(new AskedActions(TOGGLES, "transition", ActionRate.parse("1/10k"), true, due,
            begun, completed, "a transition was open")), TIMELINE);
    }

    private static Document page(final StormActions actions, final Outcome outcome) throws Exception
    {
        final StormResult result = StormResults.with(StormResults.sound(), "totals.actions", actions);
        final StormReport report =
            new StormReport(StormResults.SETTING, result, StormResults.PROOF, null, outcome);

        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
            .parse(new InputSource(new StringReader(text(report))));
    }

    private static String text(final StormReport report) throws IOException
    {
        final StringWriter text = new StringWriter();
        StormPage.write(report, Spelling.NAMES, text);

        return text.toString();
    }

    private static String text(final Document page, final String style)
    {
        return elements(page, "p", style).get(0).getTextContent();
    }

    private static String cell(final Document page, final String pointer)
    {
        final NodeList cells = page.getElementsByTagName("td");
        for (int i = 0; i < cells.getLength(); i++)
        {
            if (((Element)cells.item(i)).getAttribute("data-json").equals(pointer))
            {
                return cells.item(i).getTextContent();
            }
        }

        return "";
    }

    private static List<Element> elements(final Document page, final String tag, final String style)
    {
        final NodeList all = page.getElementsByTagName(tag);
        final List<Element> found = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++)
        {
            if (((Element)all.item(i)).getAttribute("class").equals(style))
            {
                found.add((Element)all.item(i));
            }
        }

        return found;
    }
}
