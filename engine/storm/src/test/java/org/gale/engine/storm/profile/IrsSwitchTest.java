package org.gale.engine.storm.profile;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.StormConfigs;
import org.gale.tables.register.IrsCr0;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the switch of IRSEN by the guests of two VMs of two vCPUs, on three PEs, with times in ns. */
@Tag("K-LP-9")
class IrsSwitchTest
{
    private static final StormConfig CONFIG =
        StormConfigs.begin().vms(2).vpes(2).pes(3).devices(1).events(4).untimed().countLimit(1).build();
    private static final Topology TOPOLOGY = Topology.of(CONFIG);
    private static final int AT = 16;
    private static final int NONE = -1;
    private static final long PERIOD_NS = 1_000_000;
    private static final long DISABLED_NS = 200_000;
    /** vCPU 1 of VM 0 on PE 0, vCPU 0 of VM 1 on PE 2. */
    private static final int[] LOADED = {1, NONE, 2};

    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[64]);
    private IrsSwitch irs = new IrsSwitch(TOPOLOGY, 1_000, DISABLED_NS);

    @Test
    void shouldNeverSwitchWithoutARate()
    {
        irs = new IrsSwitch(TOPOLOGY, 0, DISABLED_NS);

        assertEquals("", schedule(LOADED, 1));
        assertEquals("", schedule(LOADED, Long.MAX_VALUE));
    }

    /** The first guest disables its IRS a time after the begin, and then one each period, by turns. */
    @Test
    void shouldDisableOnceAPeriodAndEnableAfterATime()
    {
        assertEquals("", cycle(LOADED, 1));
        assertEquals("", cycle(LOADED, DISABLED_NS));
        assertEquals("VM 0 disables", cycle(LOADED, 1 + DISABLED_NS));
        assertEquals("", cycle(LOADED, 2 * DISABLED_NS));
        assertEquals("VM 0 enables", cycle(LOADED, 1 + 2 * DISABLED_NS));
        assertEquals("", cycle(LOADED, 2 + 2 * DISABLED_NS));

        assertEquals("", cycle(LOADED, PERIOD_NS + DISABLED_NS));
        assertEquals("VM 1 disables", cycle(LOADED, 1 + PERIOD_NS + DISABLED_NS));
        assertEquals("VM 1 enables", cycle(LOADED, 1 + PERIOD_NS + 2 * DISABLED_NS));
        assertEquals("", cycle(LOADED, 2 + PERIOD_NS + 2 * DISABLED_NS));
        assertEquals("VM 0 disables", cycle(LOADED, 1 + 2 * PERIOD_NS + DISABLED_NS));
    }

    @Test
    void shouldDisableForHalfAPeriodAtMost()
    {
        irs = new IrsSwitch(TOPOLOGY, 1_000, 2 * PERIOD_NS);

        assertEquals("", cycle(LOADED, 1));
        assertEquals("", cycle(LOADED, PERIOD_NS / 2));
        assertEquals("VM 0 disables", cycle(LOADED, 1 + PERIOD_NS / 2));
        assertEquals("", cycle(LOADED, PERIOD_NS));
        assertEquals("VM 0 enables", cycle(LOADED, 1 + PERIOD_NS));
    }

    @Test
    void shouldRestForAFrameBehindEachEnable()
    {
        cycle(LOADED, 1);
        assertEquals("VM 0 disables", cycle(LOADED, PERIOD_NS));
        assertEquals("VM 0 enables", cycle(LOADED, 2 * PERIOD_NS));

        assertEquals("", cycle(LOADED, 10 * PERIOD_NS));
        assertEquals("VM 1 disables", cycle(LOADED, 10 * PERIOD_NS));
    }

    @Test
    void shouldDisableNothingWhileNoVcpuIsLoaded()
    {
        cycle(LOADED, 1);
        assertEquals("", cycle(new int[]{NONE, NONE, NONE}, PERIOD_NS));

        assertEquals("VM 1 disables", cycle(new int[]{NONE, NONE, 3}, PERIOD_NS));
    }

    /** The vCPU that disables its IRS has to stay on its PE from the plan on, until the enable is in a frame. */
    @Test
    void shouldHoldTheVcpuThatDisabledItsIrs()
    {
        cycle(LOADED, 1);
        assertFalse(irs.holds(0));

        assertEquals("VM 0 disables", schedule(LOADED, PERIOD_NS));
        assertTrue(irs.holds(0));
        assertFalse(irs.holds(2));
        irs.appended();
        assertTrue(irs.holds(0));
        assertEquals("VM 0 enables", schedule(LOADED, 2 * PERIOD_NS));
        assertTrue(irs.holds(0));
        irs.appended();

        assertFalse(irs.holds(0));
    }

    @Test
    void shouldPlanAnewWhatAFrameHasNotTaken()
    {
        cycle(LOADED, 1);

        assertEquals("VM 0 disables", schedule(LOADED, PERIOD_NS));
        assertEquals("VM 1 disables", schedule(new int[]{NONE, NONE, 2}, PERIOD_NS));
        assertFalse(irs.holds(0));
        assertTrue(irs.holds(2));
    }

    /** A run that continues enables the IRS in its time, even where it disables none itself. */
    @Test
    void shouldEnableTheIrsThatWasDisabledBefore()
    {
        irs = new IrsSwitch(TOPOLOGY, 0, DISABLED_NS);
        irs.begin(0, 0, false);
        irs.begin(1, 2, true);
        assertFalse(irs.holds(0));
        assertTrue(irs.holds(2));

        assertEquals("", cycle(LOADED, 1));
        assertEquals("", cycle(LOADED, DISABLED_NS));
        assertEquals("VM 1 enables", cycle(LOADED, 1 + DISABLED_NS));
        assertEquals("", cycle(LOADED, Long.MAX_VALUE));
    }

    private String cycle(final int[] loaded, final long nowNs)
    {
        final String command = schedule(loaded, nowNs);
        irs.appended();

        return command;
    }

    /** Returns the command that is planned, or nothing. */
    private String schedule(final int[] loaded, final long nowNs)
    {
        final int end = irs.schedule(loaded, frame, AT, nowNs);
        if (end == AT)
        {
            return "";
        }
        assertEquals(AT + IrsSwitch.BYTES_LIMIT, end);
        assertEquals(KvmVerb.MMIO_WRITE, KvmVerb.of(frame.getLong(AT)));
        final boolean isEnabled = (frame.getLong(AT + 2 * Long.BYTES) & IrsCr0.IRSEN.mask()) != 0;

        return "VM " + KvmVerb.vm(frame.getLong(AT + Long.BYTES)) + (isEnabled ? " enables" : " disables");
    }
}
