package org.gale.engine.storm.result;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.gale.engine.lanes.AttachTotals;
import org.gale.engine.lanes.LaneWords;
import org.gale.engine.report.StormResults;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what the measurements of a storm say about its generator. */
class StormResultTest
{
    @Test
    void shouldKeepItsRateUnlessAGeneratorDidNot()
    {
        final Modelled model = new Modelled(Modelled.VERSION, "zero", Map.of(), Map.of());
        final StormResult sound = StormResults.sound();
        final GeneratorPace slow = new GeneratorPace(8e6, 7e6, 7e6, 3, 0, 0, 9, 4_095, false);

        assertTrue(sound.isRateKept());
        assertFalse(StormResults.with(sound, "generator.pace", slow).isRateKept());
        assertTrue(StormResults.modelled(sound, model).isRateKept(), "no generator");
    }

    @Test
    void shouldBeGeneratedUnlessProducersSentAllOfIt()
    {
        final StormResult attached = StormResults.with(StormResults.sound(), "totals.attached",
            new AttachTotals(9, 9, 0, LaneWords.NONE, Map.of(), List.of()));

        assertTrue(StormResults.sound().isGenerated(), "nobody could attach");
        assertTrue(attached.isGenerated(), "the generator sent, too");
        assertFalse(StormResults.with(attached, "generator.lag", new Histogram(3)).isGenerated());
        assertFalse(StormResults.with(StormResults.sound(), "generator", null).isGenerated());
    }
}
