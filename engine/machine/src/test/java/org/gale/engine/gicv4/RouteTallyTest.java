package org.gale.engine.gicv4;

import org.gale.engine.machine.Route;
import org.gale.engine.machine.RouteCounts;
import org.gale.engine.support.StateImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the accounting by route. vCPU 0 is direct with vLPI 8200, vCPU 1 is software-forwarded with 8300. */
class RouteTallyTest
{
    private static final String KEYS = "cpus=2 lpi_bits=14";

    private final V4Rig rig = new V4Rig(KEYS);

    @BeforeEach
    void bringUp()
    {
        rig.line("create_vm 2");
        rig.lines("enable 0 0", "map 0 1 0 0 8200", "map 0 1 1 1 8300", "config 0 8200 64 1", "config 0 8300 64 1",
            "load 0 0 0", "load 0 1 1");
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldCountAnEventForTheRouteOnWhichItArrives()
    {
        rig.lines("msi 1 0", "msi 1 1", "msi 1 1");

        assertCounts(Route.DIRECT, 1, 0, 0, 0, 1);
        assertCounts(Route.FORWARDED, 2, 0, 1, 0, 1);
        assertCounts(Route.IN_TRANSITION, 0, 0, 0, 0, 0);
    }

    @Test
    void shouldCountAnEventInATransitionOfItsTargetAlone()
    {
        rig.line("begin disable 0 0");
        rig.lines("msi 1 0", "msi 1 1");
        rig.steps();
        rig.line("ack 0 0");

        assertCounts(Route.IN_TRANSITION, 1, 1, 0, 0, 0);
        assertCounts(Route.FORWARDED, 1, 0, 0, 0, 1);
        assertCounts(Route.DIRECT, 0, 0, 0, 0, 0);
    }

    @Test
    void shouldKeepTheRouteOfAnEventThatIsDeliveredOnAnother()
    {
        rig.lines("msi 1 0", "disable 0 0", "msi 1 0");
        assertCounts(Route.DIRECT, 1, 0, 0, 0, 1);
        assertCounts(Route.FORWARDED, 1, 0, 1, 0, 0);

        rig.line("ack 0 0");

        assertCounts(Route.DIRECT, 1, 1, 0, 0, 0);
    }

    @Test
    void shouldCountWhatIsDiscardedWhenItIsOwed()
    {
        rig.lines("msi 1 0", "discard 0 1 0", "discard 0 1 1");

        assertCounts(Route.DIRECT, 1, 0, 0, 1, 0);
        assertCounts(Route.FORWARDED, 0, 0, 0, 0, 0);
    }

    @Test
    void shouldCountADiscardForTheRouteOfItsEvent()
    {
        rig.lines("msi 1 0", "msi 1 1", "discard 0 1 1");

        assertCounts(Route.DIRECT, 1, 0, 0, 0, 1);
        assertCounts(Route.FORWARDED, 1, 0, 0, 1, 0);
    }

    @Test
    void shouldCountWhatIsOwedToEachVcpu()
    {
        rig.lines("map 0 1 2 1 8301", "config 0 8301 64 1", "msi 1 0", "msi 1 1", "msi 1 2");

        assertEquals(1, rig.machine().queries().owedTo(0, 0));
        assertEquals(2, rig.machine().queries().owedTo(0, 1));
        rig.line("ack 0 1");
        assertEquals(1, rig.machine().queries().owedTo(0, 0));
        assertEquals(1, rig.machine().queries().owedTo(0, 1));
    }

    @Tag("V4-RFC-5")
    @Test
    void shouldNameWhatThePostedOrderLoses()
    {
        rig.lines("legacy on", "put 0 0", "msi 1 0");
        assertEquals(-1, rig.machine().queries().nextLost(0, 0));

        rig.lines("disable 0 0");

        assertEquals(8200, rig.machine().queries().nextLost(0, 0));
        assertEquals(-1, rig.machine().queries().nextLost(0, 8201));
        assertEquals(1, rig.machine().queries().counts(Route.DIRECT).remainder());
        assertEquals(0, rig.machine().queries().pendingCount(0));
    }

    @Test
    void shouldNotCallAnEventLostThatIsInTheGapOfASwap()
    {
        try (V4Rig gap = new V4Rig("version=4.0 " + KEYS))
        {
            gap.line("create_vm 1");
            gap.lines("enable 0 0", "map 0 1 0 0 8200", "config 0 8200 64 1", "msi 1 0");
            gap.line("begin disable 0 0");
            gap.line("step");
            gap.line("step");
            assertEquals("OK D5 8200", gap.line("step"));

            assertEquals(-1, gap.machine().queries().nextLost(0, 0));
            assertEquals(1, gap.machine().queries().pendingCount(0));
        }
    }

    @Test
    void shouldKeepTheRoutesInASavedState()
    {
        rig.lines("msi 1 0");
        rig.line("begin enable 0 1");
        rig.lines("msi 1 1");
        try (V4Rig other = new V4Rig(KEYS))
        {
            StateImage.of(rig.machine()).into(other.machine());

            for (final Route route : Route.values())
            {
                assertEquals(
                    rig.machine().queries().counts(route), other.machine().queries().counts(route));
            }
            assertEquals(1, other.machine().queries().counts(Route.IN_TRANSITION).pending());
        }
    }

    /** A machine that is restored does not know the vLPI of before. */
    @Test
    void shouldForgetTheRouteOfAVlpiThatWasUnmapped()
    {
        rig.lines("msi 1 1", "discard 0 1 1");
        try (V4Rig other = new V4Rig(KEYS))
        {
            StateImage.of(rig.machine()).into(other.machine());
            rig.lines("map 0 1 1 1 8300");
            other.lines("map 0 1 1 1 8300");

            assertArrayEquals(StateImage.of(rig.machine()).words(), StateImage.of(other.machine()).words());
        }
    }

    private void assertCounts(
        final Route route,
        final long offered,
        final long delivered,
        final long coalesced,
        final long withdrawn,
        final long pending)
    {
        assertEquals(new RouteCounts(offered, delivered, coalesced, withdrawn, pending),
            rig.machine().queries().counts(route));
    }
}
