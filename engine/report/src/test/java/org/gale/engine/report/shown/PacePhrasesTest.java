package org.gale.engine.report.shown;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the law of the sentence about a rate, where the measured part has offered something and where nothing. */
class PacePhrasesTest
{
    @ParameterizedTest
    @CsvSource({
        "1000, '1,000 /s measured', true",
        "2000, '1,000 /s measured', false",
        "-1, none measured, true",
        "-1, '0 /s measured', false",
    })
    void shouldCompareARateThatIsKnown(final long offeredPerS, final String measured, final boolean isSound)
    {
        final ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.putObject("generator").put("reached_per_s", 2_000);
        if (offeredPerS < 0)
        {
            report.putNull("offered_per_s");
        }
        else
        {
            report.put("offered_per_s", offeredPerS);
        }
        final ShownFacts facts = new ShownFacts(report, "text");

        new TextPhrases(facts).read(
            "offered 5,000 /s asked, 2,000 /s while the generator ran, " + measured + ": the engine was the limit");

        assertEquals(isSound, facts.faults().isEmpty(), facts.faults().toString());
    }
}
