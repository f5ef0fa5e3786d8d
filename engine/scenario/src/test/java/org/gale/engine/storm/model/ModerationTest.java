package org.gale.engine.storm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.gale.engine.storm.scenario.FlowText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the texts of a moderation. */
class ModerationTest
{
    @ParameterizedTest
    @ValueSource(strings = {"none", "dim", "{fixed: 8us}", "{fixed: 1ns}", "{fixed: 1s}"})
    void shouldReadTheTextThatItWrites(final String text)
    {
        final Moderation moderation = Moderation.read(FlowText.node(text));

        assertEquals(text, moderation.text());
        assertEquals(text, moderation.toString());
    }

    @Test
    void shouldReadThePeriod()
    {
        assertEquals(Moderation.fixed(8_000), Moderation.read(FlowText.node("{fixed: 8us}")));
    }

    @ParameterizedTest
    @CsvSource({
        "{fixed: 1001ms}, '1001ms' is not in 1ns to 1s",
        "din, 'din' is no moderation",
        "'', '' is no moderation",
    })
    void shouldRefuse(final String text, final String message)
    {
        final IllegalArgumentException refused =
            assertThrows(IllegalArgumentException.class, () -> Moderation.read(FlowText.node(text)));

        assertEquals(message, refused.getMessage().substring(0, message.length()));
    }
}
