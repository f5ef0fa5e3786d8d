package org.gale.engine.report.page;

import java.util.List;
import java.util.stream.IntStream;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Parts of all pages: tables, numbers and values of a report, verdicts. */
class PagePartsTest
{
    private final Markup page = new Markup();
    private final PageParts parts = new PageParts(page);

    @Test
    void shouldAlignColumnsOfTextsWithTheFirstOne()
    {
        parts.heading(List.of("a", "b", "c"), "c");
        parts.endTable();
        parts.smallHeading(List.of("d", "e"));
        parts.endTable();

        assertEquals(List.of("div wide", "table", "tr", "th t: a", "th n: b", "th t: c", "div wide small", "table",
            "tr", "th t: d", "th n: e"), PageElements.of(page));
    }

    @Test
    void shouldColourAVerdict()
    {
        parts.verdict(PageParts.GOOD, "sound");
        parts.verdict(PageParts.BAD, "lost");
        parts.verdict(PageParts.PARTLY, "late");

        assertEquals(
            List.of("p verdict good: sound", "p verdict bad: lost", "p verdict partly: late"), PageElements.of(page));
    }

    @Test
    void shouldWriteANumberWithItsPointerOrWhatStandsForNone() throws JsonProcessingException
    {
        final JsonNode report = json("{'a': 12345, 'b': 1.5e-7, 'c': 'text', 'd': null, 'e': 2.5}");
        List.of("/a", "/b", "/c", "/d", "/e", "/f").forEach(pointer -> parts.number(report, pointer));
        parts.number(report, "/a", "other");
        parts.number(report, "/f", "other");

        assertEquals(List.of("td n /a: 12,345", "td n /b: 0.00000015", "td n /c: text", "td n /d: -", "td n /e: 2.5",
            "td n /f: -", "td n /a: 12,345", "td n: other"), PageElements.of(page));
    }

    @Test
    void shouldHaveARowForEachValueOfAnObject() throws JsonProcessingException
    {
        final String many = String.join(", ", IntStream.range(0, 65).mapToObj(Integer::toString).toList());
        parts.values(json("{'x': {'a_b': 1000, 'of': {'c_d': 2, 'e': 'f'}, 'list': ['g', 'h', 3], 'none': [], " +
            "'null': null, 'empty': '', 'true': true, 'table': [{'a': 1}], 'many': [" + many + "]}}"), "/x");

        assertEquals(List.of("div wide", "table",
            "tr", "td: a b", "td n /x/a_b: 1,000",
            "tr", "td: of c d", "td n /x/of/c_d: 2",
            "tr", "td: of e", "td: f",
            "tr", "td: list", "td: g, h, 3",
            "tr", "td: none", "td: none",
            "tr", "td: null", "td: none",
            "tr", "td: empty", "td: none",
            "tr", "td: true", "td: true",
            "tr", "td: many", "td: " + many.replace(", 64", "")), PageElements.of(page));
    }

    private static JsonNode json(final String text) throws JsonProcessingException
    {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }
}
