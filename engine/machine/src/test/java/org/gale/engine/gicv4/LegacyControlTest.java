package org.gale.engine.gicv4;

import java.util.List;
import java.util.SplittableRandom;
import org.gale.engine.machine.Control;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of how often the posted order of a transition drops a message. */
@Tag("V4-RFC-5")
@Tag("V4-SW-5")
class LegacyControlTest
{
    private static final int EVENTS = 4;
    private static final int FIRST = 8192;

    @Test
    void shouldNotBeAskedForByItself()
    {
        try (V4Rig rig = rig("4.1", 1))
        {
            assertEquals(List.of(), rig.machine().controls());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.0", "4.1"})
    void shouldNotActWhenNothingIsPending(final String version)
    {
        try (V4Rig rig = rig(version, EVENTS))
        {
            rig.lines("legacy on", "enable 0 0", "disable 0 0");

            assertEquals(List.of(new Control("legacy=on", 0, true)), rig.machine().controls());
        }
    }

    /** A vLPI that is latched in software is made pending again after the gap, and so is one that comes in the gap. */
    @ParameterizedTest
    @ValueSource(strings = {"4.0", "4.1"})
    void shouldNotActWhenTheLatchHoldsTheInterrupt(final String version)
    {
        try (V4Rig rig = rig(version, 1))
        {
            rig.lines("legacy on", "msi 1 0");
            rig.line("begin enable 0 0");
            rig.line("step");
            while (!rig.host().vm(0).vlpi(FIRST).isLocked())
            {
                rig.line("step");
            }
            rig.lines("msi 1 0");
            rig.steps();

            assertEquals(0, acted(rig));
            assertEquals("OK pending=1", rig.line("state 0 8192").substring(0, 12));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.0", "4.1"})
    void shouldCountWhatIsPendingAtADisableAndWhatComesInTheGap(final String version)
    {
        try (V4Rig rig = rig(version, 2))
        {
            rig.lines("legacy on", "enable 0 0", "msi 1 0");
            rig.line("begin disable 0 0");
            while (!rig.host().vm(0).vlpi(FIRST + 1).isLocked())
            {
                rig.line("step");
            }
            assertEquals(1, acted(rig));
            rig.lines("msi 1 1", "msi 1 0");
            rig.steps();

            assertEquals(2, acted(rig));
            assertTrue(rig.machine().accounts().firstMismatch().isFound(), "the next message found what was lost");
        }
    }

    /**
     * Watches each vLPI: one whose pending state goes without an acknowledge was dropped, and so was a message behind
     * which its vLPI is not pending.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void shouldCountWhatAnObserverCounts(final int seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        long observed = 0;
        try (V4Rig rig = rig(seed % 2 == 0 ? "4.0" : "4.1", EVENTS))
        {
            rig.lines("legacy on");
            boolean isDirect = false;
            for (int transition = 0; transition < 100; transition++)
            {
                rig.line((isDirect ? "begin disable" : "begin enable") + " 0 0");
                isDirect = !isDirect;
                boolean isOpen = true;
                while (isOpen)
                {
                    final long before = pending(rig);
                    if (random.nextInt(4) == 0)
                    {
                        final int event = random.nextInt(EVENTS);
                        rig.lines("msi 1 " + event);
                        observed += (pending(rig) >>> event & 1) == 0 ? 1 : 0;
                    }
                    else
                    {
                        isOpen = !rig.line("step").equals("OK 0");
                        observed += Long.bitCount(before & ~pending(rig));
                    }
                    assertEquals(observed, acted(rig), "transition " + transition);
                }
            }
            assertTrue(observed > 50, "observed=" + observed);
        }
    }

    /** A failure that was asked for is counted, and is no loss. */
    @Tag("V4-P-E7")
    @Test
    void shouldCountAStepThatFailsAsAsked()
    {
        try (V4Rig rig = rig("4.1", 2))
        {
            rig.lines("msi 1 0", "fail 2 2");
            assertEquals(List.of(new Control("v4 fail", 0, false)), rig.machine().controls());

            assertEquals("OK -EIO", rig.line("enable 0 0"));

            assertEquals(List.of(new Control("v4 fail", 1, false)), rig.machine().controls());
            assertEquals("OK pending=1", rig.line("state 0 8192").substring(0, 12));
            rig.lines("enable 0 0");
            assertEquals(List.of(new Control("v4 fail", 1, false)), rig.machine().controls());
        }
    }

    private static V4Rig rig(final String version, final int events)
    {
        final V4Rig rig = new V4Rig("version=" + version);
        rig.line("create_vm 1");
        for (int event = 0; event < events; event++)
        {
            rig.lines("map 0 1 " + event + " 0 " + (FIRST + event), "config 0 " + (FIRST + event) + " 128 1");
        }

        return rig;
    }

    private static long acted(final V4Rig rig)
    {
        return rig.machine().controls().get(0).acted();
    }

    /** Returns the vLPIs that are pending, a bit each. */
    private static long pending(final V4Rig rig)
    {
        long pending = 0;
        for (int event = 0; event < EVENTS; event++)
        {
            pending |= rig.line("state 0 " + (FIRST + event)).startsWith("OK pending=1") ? 1L << event : 0;
        }

        return pending;
    }
}
