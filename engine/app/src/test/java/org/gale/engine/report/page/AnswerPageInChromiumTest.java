package org.gale.engine.report.page;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.report.AnswerJson;
import org.gale.engine.storm.result.answer.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Page of an answer in a browser, where one is installed: slow, because the answer is that of all its curves. */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class AnswerPageInChromiumTest
{
    private static final int SCREEN_WIDTH = 1_200;
    private static final int SCREEN_HEIGHT = 900;

    private Path page;
    private Answer answer;
    private Chromium chromium;

    @BeforeAll
    void start(@TempDir final Path root) throws IOException
    {
        assumeTrue(Chromium.find() != null, Chromium.NOT_INSTALLED);
        page = root.resolve("answer.html");
        final Path json = root.resolve("answer.json");
        final StringWriter err = new StringWriter();
        assertEquals(0, GaleRun.of(new StringWriter(), err, "storm", "late-and-loud", "--what-if",
            "--full", "--draws", "2", "--seeds", "2",
            "--count", "1500", "--quiet", "--json", json.toString(), "--html", page.toString()), err.toString());
        answer = AnswerJson.read(new ObjectMapper().readTree(Files.readString(json)));
        chromium = Chromium.start(root);
    }

    @AfterAll
    void end() throws IOException
    {
        if (chromium != null)
        {
            chromium.close();
        }
    }

    @AfterEach
    void shouldHaveNoError()
    {
        if (chromium != null)
        {
            assertEquals(List.of(), chromium.errors());
        }
    }

    @ParameterizedTest
    @CsvSource({"400, light", "400, dark", "1200, light", "1200, dark", "1600, light", "1600, dark"})
    void shouldSayAndDrawTheAnswer(final int width, final String scheme) throws IOException
    {
        chromium.open(page, width, scheme);

        assertEquals(answer.lines().stream().map(String::strip).toList(),
            texts("document.querySelectorAll('p.answer, h1 ~ p.dim')", "textContent").subList(
            0, answer.lines().size()));
        assertEquals(List.of("choices", "breakEven", "sensitivity"),
            texts("document.querySelectorAll('.chart')", "dataset.chart"));
        assertEquals(3, chromium.evaluate("gale.charts().length").asInt());
        final List<String> rows = texts("gale.charts()[0].spec.x.rows");
        final List<Answer.AnswerRow> shown = answer.rows().stream().filter(row -> row.figure("mean").worth() != null &&
            List.of("-", answer.head().order()).contains(row.labels().get(2)) &&
            List.of("1:1", "4:1").contains(row.labels().get(3))).toList();
        assertEquals(shown.stream().map(row -> row.labels().get(0)).toList(),
            rows.stream().map(row -> row.substring(0, row.indexOf(" \u00b7 "))).toList());
        final JsonNode dots = chromium.evaluate("gale.charts()[0].data.slice(1).pop()");
        for (int i = 0; i < shown.size(); i++)
        {
            final Answer.AnswerFigure mean = shown.get(i).figure("mean");
            assertEquals("overloaded".equals(mean.verdict()) ? null : mean.worth().value(),
                dots.get(i).isNull() ? null : (Double)dots.get(i).asDouble(), rows.get(i));
        }
        assertEquals(answer.breakEven().stream().map(Answer.BreakEven::cost).distinct().toList(),
            texts("gale.charts()[1].spec.x.rows"));
        assertTrue(chromium.evaluate("document.documentElement.scrollWidth").asInt() <= width, "scrolls sideways");
        assertEquals(0, chromium.evaluate("[...document.querySelectorAll('.wide td, .wide th')].filter(cell => " +
            "cell.scrollWidth > cell.clientWidth || getComputedStyle(cell).overflowWrap === 'anywhere').length")
            .asInt(), "cells that break words");
        final int bottom = chromium.evaluate(
            "document.querySelector('p.answer').getBoundingClientRect().bottom").asInt();
        assertTrue(width != SCREEN_WIDTH || bottom <= SCREEN_HEIGHT / 4, "the first sentence ends at " + bottom);
    }

    /** Returns texts of a list, or of a property of its elements. */
    private List<String> texts(final String list, final String... properties) throws IOException
    {
        final List<String> texts = new ArrayList<>();
        chromium.evaluate("[..." + list + "].map(one => one" + (properties.length == 0 ? "" : '.' + properties[0]) +
            ")").forEach(text -> texts.add(text.asText()));

        return texts;
    }
}
