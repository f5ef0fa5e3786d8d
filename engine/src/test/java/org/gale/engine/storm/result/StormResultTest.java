package org.gale.engine.storm.result;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.gale.engine.lanes.AttachTotals;
import org.gale.engine.lanes.LaneWords;
import org.gale.engine.report.StormResults;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what the measurements of a storm say about its clock and its traffic. */
class StormResultTest
{
    @Test
    void shouldBeModelledIfItsTotalsHaveAModel()
    {
        final Modelled model = new Modelled(Modelled.VERSION, "zero", Map.of(), Map.of());
        final StormResult modelled = StormResults.with(StormResults.sound(), "totals.modelled", model);

        assertTrue(modelled.isModelled());
        assertEquals(model, modelled.modelled());
        assertFalse(StormResults.sound().isModelled());
        assertNull(StormResults.sound().modelled());
    }

    @Test
    void shouldHaveTrafficOfItsOwnUnlessProducersSentAllOfIt()
    {
        final StormResult attached = StormResults.with(StormResults.sound(), "totals.attached",
            new AttachTotals(9, 9, 0, LaneWords.NONE, Map.of(), List.of()));

        assertTrue(StormResults.sound().hasOwnTraffic(), "nobody could attach");
        assertTrue(attached.hasOwnTraffic(), "the generator sent, too");
        assertFalse(StormResults.with(attached, "rates.lag", new Histogram(3)).hasOwnTraffic());
    }
}
