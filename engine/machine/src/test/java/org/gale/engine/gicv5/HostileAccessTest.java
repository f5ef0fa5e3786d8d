package org.gale.engine.gicv5;

import java.util.concurrent.TimeUnit;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Loads and stores of any value, size and alignment at each register of each frame (P9). A failure prints the seed. */
@Tag("B-GEN-9")
class HostileAccessTest
{
    private static final long[] FRAMES = {Rig.IRS, Rig.SETLPI, Rig.ITS, Rig.TRANSLATE, Rig.IWB};
    private static final int[] REGIONS = {0x400, 0x10, 0x280, 0x10, 0x4020};

    @ParameterizedTest(name = "seed {0}, {1}")
    @CsvSource({
        "1, pes=2", "2, pes=1 one_n=1 virt_one_n=1 strict=1", "3, preset=el1 pes=2", "4, pes=3 swe=0 vm_id_bits=8",
        "5, pes=2 id_bits=12 min_lpi_id_bits=0 vpe_id_bits=1",
    })
    void shouldTakeAnyAccess(final long seed, final String keys)
    {
        access(seed, keys, 30_000);
    }

    @Test
    @Tag("slow")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void shouldTakeAnyAccessForLong()
    {
        for (long seed = 100; seed < 150; seed++)
        {
            access(seed, "pes=2 one_n=1 virt_one_n=1 vm_id_bits=8 min_lpi_id_bits=4", 200_000);
        }
    }

    /** Reads everything twice: the values are equal, and nothing changes (B-TRAP-31). */
    @Tag("B-TRAP-31")
    @Test
    void shouldReadWithoutSideEffects()
    {
        try (Rig rig = new Rig("pes=2 one_n=1 virt_one_n=1"))
        {
            rig.vmTable();
            rig.simpleVm(1, 14);
            rig.doorbell(1, 2, 99, 7, true);
            rig.irs(Registers.IRS_VM_SELR, 1);
            rig.irsLong(Registers.IRS_SAVE_VMR, 3L << 62 | 1);
            final long before = rig.machine().digest();
            for (int frame = 0; frame < FRAMES.length; frame++)
            {
                for (int offset = 0; offset < 0x1_0000; offset += 4)
                {
                    final long address = FRAMES[frame] + offset;
                    final long value = rig.load(address, 4);
                    assertEquals(value, rig.load(address, 4), () -> "at 0x" + Long.toHexString(address));
                    assertTrue(value >>> 32 == 0, () -> "at 0x" + Long.toHexString(address));
                    if (offset % 8 == 0)
                    {
                        final long wide = rig.load(address, 8);
                        assertTrue(wide == 0 || wide == (rig.load(address + 4, 4) << 32 | value),
                            () -> "at 0x" + Long.toHexString(address));
                    }
                }
            }

            assertEquals(before, rig.machine().digest());
        }
    }

    @Test
    void shouldReadZeroWhereNoRegisterIs()
    {
        try (Rig rig = new Rig("pes=1"))
        {
            final RandomSource random = new RandomSource(1);
            for (int i = 0; i < 20_000; i++)
            {
                final int offset = random.between(0x400, 0xff00) & -8;
                assertEquals(0, rig.load(Rig.IRS + offset, random.coin() ? 4 : 8));
                assertEquals(0, rig.load(Rig.SETLPI + offset, random.coin() ? 4 : 8));
                assertEquals(0, rig.load(Rig.ITS + offset, random.coin() ? 4 : 8));
                assertEquals(0, rig.load(Rig.TRANSLATE + offset, random.coin() ? 4 : 8));
                assertEquals(0, rig.load(FRAMES[random.below(5)] + random.below(0x1_0000), random.coin() ? 1 : 2));
                assertEquals(0, rig.load(Rig.IRS + ((random.below(0x400) & -4) | 2), 4));
            }
        }
    }

    private static void access(final long seed, final String keys, final int count)
    {
        final RandomSource random = new RandomSource(seed);
        final SystemRegister[] registers = SystemRegister.values();
        int done = 0;
        try (Rig rig = new Rig(keys + " ram=0x40000000:0x200000"))
        {
            while (done < count)
            {
                final int frame = random.below(FRAMES.length);
                final int size = random.oneIn(8) ? 1 << random.below(4) : random.coin() ? 4 : 8;
                final int offset = random.below(REGIONS[frame]) & (random.oneIn(12) ? -1 : -4);
                final long address = FRAMES[frame] + offset;
                if (random.oneIn(5))
                {
                    final int el = new int[]{Rig.EL1, Rig.EL2, Rig.VEL1}[random.below(3)];
                    final int code = registers[random.below(registers.length)].code();
                    register(rig, random, el, code);
                }
                else if (rig.machine().isMapped(address, size))
                {
                    rig.store(address, size, value(random));
                    rig.load(address, size);
                }
                done++;
            }
            Replays.assertSameDigest(rig, seed);
        }
        catch (final AssertionError | RuntimeException ex)
        {
            throw new AssertionError("seed " + seed + ", access " + done + ": " + ex, ex);
        }
    }

    private static void register(final Rig rig, final RandomSource random, final int el, final int code)
    {
        final int pe = random.below(rig.machine().config().pes());
        if (rig.machine().isRegisterDefined(el, code, true))
        {
            rig.sysw(pe, el, SystemRegister.byCode(code), value(random));
        }
        if (rig.machine().isRegisterDefined(el, code, false))
        {
            rig.sysr(pe, el, SystemRegister.byCode(code));
        }
    }

    /** Returns small numbers, addresses and action bits; or anything. */
    private static long value(final RandomSource random)
    {
        switch (random.below(5))
        {
            case 0: return random.below(16);
            case 1: return Rig.RAM + 0x1000L * random.below(0x200) + random.below(4);
            case 2: return 1L << 63 | (random.any() & 0x4000_0003_6000_000fL);
            case 3: return random.any() & 0x0001_01ff;
            default: return random.any();
        }
    }
}
