package org.gale.engine.agent;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.machine.PeSet;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** PEs of frames that were acknowledged together, and of those before them. */
class BusyPesTest
{
    private static final int PES = 4;

    private final BusyPes busy = new BusyPes(PES);

    @Test
    void shouldHaveThePesOfAllFramesThatWereAcknowledgedTogether()
    {
        busy.add(of(0));
        busy.begin();
        assertEquals(List.of(0), pes());

        busy.add(of(1));
        busy.add(of(3));
        assertEquals(List.of(1, 3), pes());

        busy.clear();
        assertEquals(List.of(), pes());
    }

    private List<Integer> pes()
    {
        final List<Integer> pes = new ArrayList<>();
        for (int pe = 0; pe < PES; pe++)
        {
            if (busy.pes().next(pe) == pe)
            {
                pes.add(pe);
            }
        }

        return pes;
    }

    private static PeSet of(final int pe)
    {
        final PeSet set = new PeSet(PES);
        set.set(pe, true);

        return set;
    }
}
