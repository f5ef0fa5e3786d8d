package org.gale.engine.gicv5;

import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Runs random software on a machine and checks the promises all the time. A failure prints the seed. */
class RandomSoftwareTest
{
    private static final int STEPS = 1_500;

    /** Checks P1, P2, P4, P5 and P6. */
    @Tag("P4")
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 5022, 5063, 5155})
    void shouldKeepItsPromises(final long seed)
    {
        keepPromises(seed, STEPS);
    }

    @Test
    @Tag("slow")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void shouldKeepItsPromisesForLong()
    {
        for (long seed = 10_000; seed < 10_400; seed++)
        {
            keepPromises(seed, 2 * STEPS);
        }
    }

    /** Checks P1, P2, P4, P5 and P6 on boards, whose links and IRSEN toggle. */
    @Tag("P4")
    @Tag("T-IRS-1")
    @Tag("M-XIRS")
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void shouldKeepItsPromisesOnABoard(final long seed)
    {
        assertTrue(keepPromises(seed, STEPS, true) > 5_000, "some 100,000 commands in all");
    }

    /** Checks P7 on boards. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32, 33, 34})
    void shouldComeToTheSameDigestOnABoard(final long seed)
    {
        try (RandomSoftware software = new RandomSoftware(seed, 0x200_0000, true))
        {
            software.bringUp();
            for (int i = 0; i < STEPS; i++)
            {
                software.step();
            }

            Replays.assertSameDigest(software.rig(), seed);
        }
    }

    /** Ten million commands on boards. */
    @Test
    @Tag("slow")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void shouldKeepItsPromisesOnBoardsForLong()
    {
        long commands = 0;
        for (long seed = 20_000; commands < 10_000_000; seed++)
        {
            commands += keepPromises(seed, 2 * STEPS, true);
        }
    }

    /** Checks P3: an operation for one VM changes no byte of another's tables. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23, 24})
    void shouldLeaveOtherVmsAlone(final long seed)
    {
        try (RandomSoftware software = new RandomSoftware(seed))
        {
            software.bringUp();
            for (int phase = 0; phase < 60; phase++)
            {
                final int vmId = software.random().below(RandomSoftware.VM_COUNT);
                final long[] before = tables(software.rig());
                for (int i = 0; i < 10; i++)
                {
                    software.stepFor(vmId);
                }
                final long[] after = tables(software.rig());
                before[vmId] = after[vmId];

                assertArrayEquals(before, after, "seed " + seed + ", phase " + phase + ", VM " + vmId);
                software.step();
            }
        }
    }

    /** Checks P7: the same commands give the same state and outputs, one by one or in batches that end anywhere. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32, 33, 34})
    void shouldComeToTheSameDigestWhereverBatchesEnd(final long seed)
    {
        try (RandomSoftware software = new RandomSoftware(seed))
        {
            software.bringUp();
            for (int i = 0; i < STEPS; i++)
            {
                software.step();
            }

            Replays.assertSameDigest(software.rig(), seed);
        }
    }

    @Test
    void shouldDistinguishRunsThatEndInTheSameState()
    {
        try (Rig one = new Rig(""); Rig other = new Rig(""))
        {
            one.store(Rig.RAM, 4, 1);
            other.store(Rig.RAM, 4, 3);
            one.store(Rig.RAM, 4, 0);
            other.store(Rig.RAM, 4, 0);

            assertEquals(one.machine().digest(), other.machine().digest());
            assertNotEquals(one.machine().runDigest(), other.machine().runDigest());
        }
    }

    private static void keepPromises(final long seed, final int steps)
    {
        keepPromises(seed, steps, false);
    }

    /** Returns the number of commands of the machine. */
    private static long keepPromises(final long seed, final int steps, final boolean isOfBoard)
    {
        int step = 0;
        try (RandomSoftware software = new RandomSoftware(seed, 0x200_0000, isOfBoard))
        {
            final Promises promises = new Promises(software);
            software.bringUp();
            promises.check();
            while (step < steps)
            {
                software.step();
                step++;
                if (software.random().oneIn(5))
                {
                    promises.check();
                }
            }
            promises.check();

            return software.rig().machine().commandCount();
        }
        catch (final AssertionError | RuntimeException ex)
        {
            throw new AssertionError("seed " + seed + ", step " + step + ": " + ex, ex);
        }
    }

    /** Returns a checksum of each VM's own memory and of its entry in the VM table. */
    private static long[] tables(final Rig rig)
    {
        final long[] sums = new long[RandomSoftware.VM_COUNT];
        final byte[] bytes = new byte[RandomSoftware.VM_BYTES];
        for (int vmId = 0; vmId < sums.length; vmId++)
        {
            final CRC32 crc = new CRC32();
            rig.ram().read(RandomSoftware.VM_TABLES + (long)vmId * RandomSoftware.VM_BYTES, bytes, 0, bytes.length);
            crc.update(bytes);
            rig.ram().read(Rig.VMT + 32L * vmId, bytes, 0, 32);
            crc.update(bytes, 0, 32);
            sums[vmId] = crc.getValue();
        }

        return sums;
    }
}
