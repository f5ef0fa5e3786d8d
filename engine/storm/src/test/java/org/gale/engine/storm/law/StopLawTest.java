package org.gale.engine.storm.law;

import java.util.List;
import org.gale.engine.config.Conditions;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.scenario.StopConditions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** The first response that meets a condition of its part ends the run. */
@Tag("P14")
class StopLawTest
{
    private static final Conditions ALL = Conditions.parse(
        "b.response > 10ns, q.response > 20ns, a.p.response > 30ns, response >= 40ns, handled > 1ns",
        StopConditions.FORM);

    private final StopLaw law = new StopLaw(ALL, List.of("a", "b"), List.of("p", "q"));

    private static StormVerdict.Stop stop(final int condition, final long ns)
    {
        return new StormVerdict.Stop(ALL.all().get(condition), null, ns, 0);
    }

    @Test
    void shouldKnowTheConditionOfEachPart()
    {
        final int[][] cases = {{1, 0, 11, 0}, {0, 1, 21, 1}, {0, 0, 31, 2}, {0, 0, 40, 2}, {0, 1, 40, 1}};
        for (final int[] one : cases)
        {
            law.clear();
            law.responded(0, 0, 30, 900);
            law.responded(one[0], one[1], one[2], 1_000);
            law.responded(1, 1, 99, 1_100);
            assertNull(law.fault(stop(one[3], 1_000)));
        }
        law.clear();
        law.responded(0, 0, 30, 900);
        assertNull(law.fault(null));
        assertNull(law.fault(stop(4, 900)), "of a handler");
    }

    @Test
    void shouldFindARunThatGoesOn()
    {
        law.responded(0, 0, 40, 1_000);
        assertNull(law.fault(stop(4, 1_000)), "a handler came first");

        assertEquals("a response of 40 ns has met a.p.response > 30ns at 1,000 ns, and the run goes on",
            law.fault(null));
        assertEquals("a response of 40 ns has met a.p.response > 30ns at 1,000 ns, and the run ends at 1,001 ns by " +
            "a.p.response > 30ns", law.fault(stop(2, 1_001)));
        assertEquals("a response of 40 ns has met a.p.response > 30ns at 1,000 ns, and the run ends at 1,001 ns by " +
            "handled > 1ns", law.fault(stop(4, 1_001)));
        assertEquals("a response of 40 ns has met a.p.response > 30ns at 1,000 ns, and the run ends at 1,000 ns by " +
            "response >= 40ns", law.fault(stop(3, 1_000)));
    }

    @Test
    void shouldFindAConditionThatNoResponseHasMet()
    {
        assertEquals("the run ends at 1,000 ns by q.response > 20ns, which no response has met",
            law.fault(stop(1, 1_000)));
    }
}
