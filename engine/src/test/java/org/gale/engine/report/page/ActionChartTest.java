package org.gale.engine.report.page;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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
class ActionChartTest
{
    private static final long MS = 1_000_000;
    private static final Setting<ActionRate> TOGGLES =
        Setting.of("toggles", Setting.Group.KEY, SettingType.ACTION_RATE).help("");
    private static final ActionTimeline TIMELINE = new ActionTimeline(1_000 * MS, 500 * MS, List.of(
        new ActionTimeline.Slice(1, 250 * MS, 125 * MS, 3), new ActionTimeline.Slice(0, 500 * MS, 0, 1)));

    @Test
    void shouldHaveABarForEachShareOfASlice() throws Exception
    {
        final Document page = page(actions(30, 30, 30), Outcome.OK);

        // of 814 units for 6.797642 s; shares of 136 units, moves of 50 units for the most
        assertEquals(List.of("189.7 82.0 59.9 68.0", "249.6 14.0 59.9 136.0"), bars(page, "c4"));
        assertEquals(List.of("189.7 116.0 59.9 34.0"), bars(page, "c5"));
        assertEquals(List.of("189.7 164.0 59.9 50.0", "249.6 197.3 59.9 16.7"), bars(page, "c2"));
        assertEquals("1 transition ended, open for 50.0 %, held for 25.0 % of 500 ms, 3 moves",
            elements(page, "rect", "c5").get(0).getTextContent().strip());
    }

    @Test
    void shouldDrawSharesAboveAndMovesBelow()
    {
        final Markup page = new Markup();
        ActionChart.draw(page, new ActionTimeline(500 * MS, 500 * MS, List.of(
            new ActionTimeline.Slice(2, 0, 500 * MS, 0), new ActionTimeline.Slice(1, 250 * MS, 0, 4))), 2_000 * MS);

        // 407 units a second; 136 units for all of a slice; 50 units for the most moves
        final String first = "title: 2 transitions ended, open for 0.0 %, held for 100.0 % of 500 ms, 0 moves";
        final String second = "title: 1 transition ended, open for 50.0 %, held for 0.0 % of 500 ms, 4 moves";
        assertEquals(List.of("div chart", "svg 0 0 920.0 260.0 img Transitions, holds and moves over the run " +
            "http://www.w3.org/2000/svg",
            "line grid 70.0 150.0 884.0 150.0", "text 63.0 154.0 end: 0 %",
            "line grid 70.0 122.8 884.0 122.8", "text 63.0 126.8 end: 20 %",
            "line grid 70.0 95.6 884.0 95.6", "text 63.0 99.6 end: 40 %",
            "line grid 70.0 68.4 884.0 68.4", "text 63.0 72.4 end: 60 %",
            "line grid 70.0 41.2 884.0 41.2", "text 63.0 45.2 end: 80 %",
            "line grid 70.0 14.0 884.0 14.0", "text 63.0 18.0 end: 100 %", "text 63.0 189.0 end: moves",
            "line grid 70.0 14.0 70.0 214.0", "text 70.0 230.0 middle: 0 s",
            "line grid 273.5 14.0 273.5 214.0", "text 273.5 230.0 middle: 0.50 s",
            "line grid 477.0 14.0 477.0 214.0", "text 477.0 230.0 middle: 1 s",
            "line grid 680.5 14.0 680.5 214.0", "text 680.5 230.0 middle: 1.50 s",
            "line grid 884.0 14.0 884.0 214.0", "text 884.0 230.0 middle: 2 s",
            "rect c5 273.5 14.0 203.5 136.0 1", first,
            "rect c4 477.0 82.0 203.5 68.0 1", second, "rect c2 477.0 164.0 203.5 50.0 1", second,
            "text caption 884.0 248.0 end: time since the first offer",
            "p legend", "span", "i box c4", "span", "i box c5", "span", "i box c2"), PageElements.of(page));
    }

    @Test
    void shouldShowWhatWasAskedAndDone() throws Exception
    {
        final Document page = page(actions(30, 29, 28), Outcome.OK);

        assertEquals("1/10k", cell(page, "/actions/toggles/asked"));
        assertEquals("30", cell(page, "/actions/toggles/due"));
        assertEquals("29", cell(page, "/actions/toggles/begun"));
        assertEquals("28", cell(page, "/actions/toggles/completed"));
        final NodeList notes = page.getElementsByTagName("p");
        assertTrue(IntStream.range(0, notes.getLength()).mapToObj(i -> notes.item(i).getTextContent())
            .toList().contains("A bar is a slice of 500 ms, its height the share of that time."));
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

    private static List<String> bars(final Document page, final String style)
    {
        return elements(page, "rect", style).stream().map(bar -> bar.getAttribute("x") + ' ' + bar.getAttribute("y") +
            ' ' + bar.getAttribute("width") + ' ' + bar.getAttribute("height")).toList();
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

    /** Returns the elements of a style that belong to the last picture, or stand in none. */
    private static List<Element> elements(final Document page, final String tag, final String style)
    {
        final NodeList pictures = page.getElementsByTagName("svg");
        final NodeList all = tag.equals("rect") ?
            ((Element)pictures.item(pictures.getLength() - 1)).getElementsByTagName(tag) :
            page.getElementsByTagName(tag);
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
