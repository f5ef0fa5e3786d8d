package org.gale.engine.storm.scenario;

import java.util.Random;
import org.gale.engine.json.JsonText;
import org.junit.jupiter.api.Test;
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

    @Test
    void shouldEscapeAsAllTextsOfJson()
    {
        final Random random = new Random(53);
        final StringBuilder text = new StringBuilder("\u00e9\u2028\ud83d\ude00");
        for (char character = 0; character < 300; character++)
        {
            text.append(character).append((char)random.nextInt(1 << 16));
        }

        assertEquals(JsonText.line(json -> json.writeStringField("text", text.toString())), "{\"text\":" +
            TreeText.json(new JobNode.Text(Place.ofOption("t"), text.toString())) + '}');
    }
}
