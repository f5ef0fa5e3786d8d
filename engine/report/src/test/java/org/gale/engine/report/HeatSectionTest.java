package org.gale.engine.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.json.JsonText;
import org.gale.engine.report.document.DocumentWriter;
import org.gale.engine.report.document.Ending;
import org.gale.engine.storm.result.HeatScale;
import org.gale.engine.storm.result.ResponseHeat;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Heat map of a storm in its document. */
class HeatSectionTest
{
    @Test
    void shouldHoldTheStepsThatHaveSamples()
    {
        final JsonNode heat = json(new ResponseHeat(1_000_000, List.of(slice(20, 7), slice(0, 0), slice(99, 1))));

        assertEquals("{\"slice_ns\":1000000,\"from_ns\":10,\"steps_per_decade\":10,\"slices\":[[20,7],[],[99,1]]}",
            heat.path("heat").toString());
        assertTrue(json(ResponseHeat.NONE).isEmpty());
    }

    /** Neighbours are added, and an odd last slice stays as it is. */
    @Test
    void shouldJoinSlicesWhereTheTextIsTooLong()
    {
        final ResponseHeat heat = new ResponseHeat(5, List.of(slice(20, 7), slice(20, 3), slice(20, 1)));

        assertSame(heat, HeatSection.within(heat, 1_000));
        final ResponseHeat joined = HeatSection.within(heat, 200 + 2 * 14);
        assertEquals(10, joined.sliceNs());
        assertEquals(List.of(10L, 1L), joined.slices().stream().map(slice -> slice.get(20)).toList());
    }

    @Test
    void shouldStayWithinItsLimitWhenEachCellHasManySamples()
    {
        final JsonNode heat = json(new ResponseHeat(1_000_000,
            Collections.nCopies(256, Collections.nCopies(HeatScale.STEPS, 1_000_000_000L)))).path("heat");

        assertEquals(128, heat.path("slices").size());
        assertEquals(2_000_000, heat.path("slice_ns").asLong());
        assertEquals(2_000_000_000, heat.at("/slices/127/199").asLong());
        assertTrue(heat.toString().length() < HeatSection.LIMIT);
    }

    private static JsonNode json(final ResponseHeat heat)
    {
        final Ending.Heat section = HeatSection.of(heat);

        return JsonText.tree(json ->
        {
            if (section != null)
            {
                json.writeObjectFieldStart("heat");
                DocumentWriter.fields(json, section);
                json.writeEndObject();
            }
        });
    }

    private static List<Long> slice(final int step, final long samples)
    {
        final List<Long> slice = new ArrayList<>(Collections.nCopies(HeatScale.STEPS, 0L));
        slice.set(step, samples);

        return slice;
    }
}
