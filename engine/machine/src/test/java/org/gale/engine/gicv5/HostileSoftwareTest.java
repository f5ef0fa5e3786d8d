package org.gale.engine.gicv5;

import java.util.concurrent.TimeUnit;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineKeys;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests that no table image and no order of commands crashes a machine (P9) or breaks P7. The answers to such software
 * are not checked, only that there is one, and that the machine works for the next. A failure prints the seed.
 */
class HostileSoftwareTest
{
    private static final int STEPS = 2_000;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldSurviveTablesOverEachOther(final long seed)
    {
        survive(seed, STEPS);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {" its.cache=eager", " its.cache=1", " ops.delay=1", " ops.delay=7", " ops.delay=300",
        " its.cache=eager ops.delay=20", " its.cache=eager-valid", " ops.delay=1 ops.order=1",
        " its.cache=eager-valid ops.delay=13 ops.order=1"})
    void shouldSurviveTablesInAMachineThatRemembersOrWaits(final String keys)
    {
        for (long seed = 1; seed <= 2; seed++)
        {
            survive(seed, STEPS, keys);
        }
    }

    /** Tables lie over each other through the frames of several IRSs and ITSs, whose links and IRSEN toggle. */
    @Tag("M-ISTALL")
    @Tag("M-VMTALL")
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {" irss=2 itss=2", " irss=4 itss=3 iwbs=2 link=up", " irss=3 itss=2 link=down",
        " irss=2 itss=2 link=up its.cache=eager ops.delay=20", " irss=3 itss=4 link=up ops.delay=5 ops.order=1",
        " irss=2 itss=2 its.cache=1", " irss=3 link=up", " irss=4 itss=16 iwbs=16 its.cache=eager-valid link=down"})
    void shouldSurviveTablesOnABoard(final String keys)
    {
        for (long seed = 1; seed <= 6; seed++)
        {
            survive(seed, STEPS, keys);
        }
    }

    @Test
    @Tag("slow")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void shouldSurviveTablesOverEachOtherForLong()
    {
        for (long seed = 10_000; seed < 12_000; seed++)
        {
            survive(seed, STEPS);
        }
    }

    private static void survive(final long seed, final int steps)
    {
        survive(seed, steps, "");
    }

    private static void survive(final long seed, final int steps, final String keys)
    {
        int step = 0;
        try (HostileSoftware software = new HostileSoftware(seed, keys))
        {
            final Rig rig = software.rig();
            software.bringUp();
            while (step < steps)
            {
                software.step();
                step++;
            }
            Replays.assertSameDigest(rig, seed);
            software.tearDown();

            assertEquals(0, rig.machine().irs().indexBytes(), "index bytes");
            assertWorks(rig);
        }
        catch (final AssertionError | RuntimeException ex)
        {
            throw new AssertionError("seed " + seed + ", step " + step + ": " + ex, ex);
        }
    }

    /** Applies commands until effects that come later have come: an event waits at two places. */
    private static void awaitOperations(final Rig rig)
    {
        for (int i = 0; i <= 2 * rig.machine().config().value(MachineKeys.OPS_DELAY); i++)
        {
            rig.load(Rig.RAM, 8);
        }
    }

    /** Checks that the machine delivers for software that behaves. */
    private static void assertWorks(final Rig rig)
    {
        awaitOperations(rig);
        for (long at = 0; at < rig.ram().sizeBytes(); at += 8)
        {
            rig.ram().storeLong(Rig.RAM + at, 0);
        }
        final Board board = rig.machine().config().board();
        for (int irs = 0; irs < board.irss(); irs++)
        {
            rig.store(board.frame(MachineKeys.IRS_CONFIG, irs) + Registers.IRS_CR0, 4, 1);
        }
        awaitOperations(rig);
        rig.enableCpu(0, 31);
        awaitOperations(rig);
        while (rig.acknowledge(0, Rig.EL1) != 0)
        {
            rig.drop(0, Rig.EL1);
        }
        rig.sysw(0, Rig.EL1, SystemRegister.ICC_APR_EL1, 0);
        rig.physicalIst(Ist.linear(Rig.RAM, 12));
        awaitOperations(rig);
        rig.target(0, Rig.EL1, Rig.lpi(3), board.iaffids().iaffid(0), false);
        rig.enable(0, Rig.EL1, Rig.lpi(3), true);
        rig.pend(0, Rig.EL1, Rig.lpi(3), true);
        rig.insn(0, Rig.EL1, GicInstruction.GSBSYS, 0);

        assertEquals(Rig.lpi(3), rig.acknowledge(0, Rig.EL1));
        assertTrue(rig.machine().accounts().isIndexSound(Rig.owner(Rig.PHYSICAL)));
    }
}
