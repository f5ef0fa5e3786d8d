package org.gale.engine.storm.scenario;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class TreeTextTest
{
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{a: 1, b: [x, [y, {}], []], c: {d: {e: f}}, g: ''} | " +
            "{\"a\":\"1\",\"b\":[\"x\",[\"y\",{}],[]],\"c\":{\"d\":{\"e\":\"f\"}},\"g\":\"\"}",
        "{x: &s [1, 2], y: *s} | {\"x\":[\"1\",\"2\"],\"y\":[\"1\",\"2\"]}"})
    void shouldWriteATreeThatReadsBackTheSame(final String yaml, final String json)
    {
        final String text = TreeText.json(JobParser.parse(yaml, "t"));

        assertEquals(json, text);
        assertEquals(text, TreeText.json(JobParser.parse(text, "t")));
    }
}
