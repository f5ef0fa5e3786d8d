package org.gale.engine.storm.law;

import java.util.List;
import java.util.Random;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.support.HostShapes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Each time is one that the job gives for the step that takes it: an entry of 500 ns, and exits of 0 to 1,000 ns. */
@Tag("P14")
class CostLawTest
{
    private final Random random = new Random(1);
    private final CostLaw law = new CostLaw(CostModel.of(CostModel.ZERO).with(Cost.ENTER, Distribution.constant(500))
        .with(Cost.EXIT, new Distribution.Uniform(0, 1_000)), List.of(group("a", 700), group("b", 900)));

    private static VmShape group(final String name, final long handlerNs)
    {
        return new VmShape(name, 2, 2, List.of(HostShapes.device("disk", 1, 1)),
            new GuestShape(Distribution.constant(handlerNs), GuestShape.MASK_OPEN, false));
    }

    @Test
    void shouldTakeAConstantEachTime()
    {
        assertEquals(500, law.drawn(Cost.ENTER, 500));
        assertNull(law.broken());
        assertEquals(501, law.drawn(Cost.ENTER, 501));
        assertEquals("the cost enter takes 501 ns, and the job has 500", law.broken());
    }

    @Test
    void shouldTakeTheTimesOfADistribution()
    {
        for (int i = 0; i < DrawLaw.TURN; i++)
        {
            law.drawn(Cost.EXIT, random.nextInt(1_001));
        }
        assertNull(law.broken());
        for (int i = 0; i < DrawLaw.TURN; i++)
        {
            law.drawn(Cost.EXIT, random.nextInt(501));
        }
        assertNotNull(law.broken());
    }

    @Test
    void shouldTakeTheHandlersOfEachGroup()
    {
        law.handler(3, 700);
        law.handler(4, 900);
        assertNull(law.broken());
        law.handler(4, 700);
        assertEquals("a handler of group b takes 700 ns, and the job has 900", law.broken());
    }
}
