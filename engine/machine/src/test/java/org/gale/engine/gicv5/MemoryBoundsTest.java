package org.gale.engine.gicv5;

import org.gale.engine.machine.CandidateKind;
import org.gale.engine.machine.HostVerbsFactory;
import org.gale.tables.bitmap.PoolExhaustedException;
import org.gale.tables.memory.Mix;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests that the memory that guests can make a machine use has a limit, and is released with its owner (P9). */
class MemoryBoundsTest
{
    private static final int VM = 1;
    private static final long VPET = Rig.RAM + 0x100_0000;
    private static final Ist LPIS = Ist.linear(Rig.RAM + 0x200_0000, 16);
    private static final int CANDIDATE = 9;

    /** Makes candidates of one VPE, of few priorities: trees, in the pool. */
    @Test
    void shouldReportThatTheIndexIsUsedUpByCandidates()
    {
        try (Rig rig = small(4096))
        {
            bringUp(rig, 10);

            final PoolExhaustedException ex = assertThrows(PoolExhaustedException.class, () ->
            {
                for (int id = 0; id < 1 << 16; id += 64)
                {
                    rig.vd(GicInstruction.VDEN, VM, Rig.lpi(id), 0);
                    rig.vd(GicInstruction.VDPRI, VM, Rig.lpi(id), (long)(id >>> 6 & 31) << 59);
                    rig.virtualPend(VM, Rig.lpi(id), true);
                }
            });

            assertTrue(ex.getMessage().contains("gale.index.limit"), ex.getMessage());
        }
    }

    /** Makes a candidate for each of many targets, valid VPEs or not: they count, too. */
    @Test
    void shouldReportThatTheIndexIsUsedUpByTargets()
    {
        try (Rig rig = small(1 << 20))
        {
            bringUp(rig, 16);
            for (int id = 0; id < 1 << 16; id++)
            {
                rig.ram().store(LPIS.entryAddress(id), 4, CANDIDATE | (long)id << 16);
            }
            rig.mapVist(VM, Intid.TYPE_LPI, true);

            assertThrows(PoolExhaustedException.class, () -> rig.mapVist(VM, Intid.TYPE_LPI, false));
        }
    }

    @ParameterizedTest(name = "{0} priorities")
    @ValueSource(ints = {1, 32})
    void shouldGiveBackWhatTheIndexTookWhenAllIsDelivered(final int priorities)
    {
        try (Rig rig = new Rig("pes=1 min_lpi_id_bits=4"))
        {
            bringUp(rig, 10);
            rig.enableGuest(0, 31);
            rig.enter(0, VM, 0);
            pendAll(rig, priorities);
            final long used = rig.machine().irs().indexBytes();
            assertTrue(used > 0 && used < 64 << 10, "used " + used);

            for (int i = 0; i < 6; i++)
            {
                rig.turn(0, 1_024);
            }

            assertEquals(0, rig.machine().candidate(0, CandidateKind.OF_RESIDENT));
            assertEquals(0, rig.machine().irs().indexBytes());
        }
    }

    @Test
    void shouldGiveBackWhatTheIndexTookWhenAllIsCleared()
    {
        try (Rig rig = new Rig("pes=1 min_lpi_id_bits=4"))
        {
            bringUp(rig, 10);
            pendAll(rig, 7);
            for (int id = 0; id < 5_000; id++)
            {
                switch (id % 3)
                {
                    case 0 -> rig.virtualPend(VM, Rig.lpi(id), false);
                    case 1 -> rig.vd(GicInstruction.VDDIS, VM, Rig.lpi(id), 0);
                    default -> rig.vd(GicInstruction.VDAFF, VM, Rig.lpi(id), 0xffffL << 48);
                }
            }

            assertEquals(0, rig.machine().irs().indexBytes());
        }
    }

    @Test
    void shouldGiveBackWhatTheIndexTookWhenTheVmGoes()
    {
        try (Rig rig = new Rig("pes=1 min_lpi_id_bits=4"))
        {
            bringUp(rig, 10);
            for (int round = 0; round < 50; round++)
            {
                pendAll(rig, 1 + round % 32);
                assertTrue(rig.machine().irs().indexBytes() > 0);
                if (round % 2 == 0)
                {
                    rig.mapVm(VM, true);
                }
                else
                {
                    rig.mapVist(VM, Intid.TYPE_LPI, true);
                }
                assertEquals(0, rig.machine().irs().indexBytes());
                for (int id = 0; id < 5_000; id++)
                {
                    rig.ram().store(LPIS.entryAddress(id), 4, 0);
                }
                rig.vm(VM, VPET, 1, LPIS, null);
            }
        }
    }

    /** Counts a target that has had a candidate for as long as its VM is valid, and no longer. */
    @Test
    void shouldNotRememberTheTargetsOfVmsThatAreGone()
    {
        try (Rig rig = small(1 << 20))
        {
            rig.enableIrs();
            rig.vmTable();
            for (int id = 0; id < 1_000; id++)
            {
                rig.ram().store(LPIS.entryAddress(id), 4, CANDIDATE | (long)id << 16);
            }
            for (int round = 0; round < 20; round++)
            {
                rig.describeVm(VM, VPET, 10, LPIS, null);
                rig.mapVm(VM, false);
                rig.mapVist(VM, Intid.TYPE_LPI, false);
                assertEquals(1_000, rig.ledger(VM).pending());
                rig.mapVm(VM, true);
            }
        }
    }

    /** Latches level 1 tables on the heap: 65,536 entries each, for as many VMs as software likes. */
    @Test
    void shouldRefuseTablesWhoseLevel1WouldTakeTooMuch()
    {
        try (Rig rig = new Rig("pes=1 ram=0x40000000:0x4000000"))
        {
            rig.vmTable();
            final Ist large = new Ist(Rig.RAM + 0x200_0000, 24, 2, 0, true, Rig.RAM + 0x300_0000);
            int valid = 0;
            for (int vmId = 0; vmId < 256; vmId++)
            {
                final long vmte = Rig.VMT + vmId * 32L;
                rig.store(vmte + 8, 8, VPET);
                rig.store(vmte + 16, 8, large.descriptor());
                rig.mapVm(vmId, false);
                rig.mapVist(vmId, Intid.TYPE_LPI, false);
                valid += (rig.load(vmte + 16, 8) & 1) != 0 ? 1 : 0;
            }
            assertTrue(valid >= 64 && valid < 256, valid + " are valid");

            rig.mapVm(0, true);
            rig.mapVist(255, Intid.TYPE_LPI, false);
            assertEquals(1, rig.load(Rig.VMT + 255 * 32L + 16, 8) & 1);
        }
    }

    /**
     * Makes LPIs pending that are spread over 512 VPEs and 32 priorities: all of a table, or every 64th of a large one.
     */
    @ParameterizedTest(name = "{0} ID bits, every {1}th: at most {2} bytes each")
    @CsvSource({"16, 1, 20", "18, 1, 20", "20, 1, 20", "20, 64, 600", "24, 8192, 600"})
    void shouldTakeFewBytesForAPendingInterrupt(final int idBits, final int apart, final int bytes)
    {
        try (Rig rig = new Rig("pes=1 min_lpi_id_bits=4"))
        {
            rig.vmTable();
            final Ist lpis = Ist.linear(LPIS.base(), idBits);
            rig.describeVm(VM, VPET, 9, lpis, null);
            rig.mapVm(VM, false);
            for (int id = 0; id < 1 << idBits; id += apart)
            {
                final long drawn = Mix.of(idBits, id);
                rig.ram().store(lpis.entryAddress(id), 4, CANDIDATE | (drawn & 31) << 11 | (drawn & 511 << 16));
            }

            rig.mapVist(VM, Intid.TYPE_LPI, false);

            final int pending = 1 << (idBits - Integer.numberOfTrailingZeros(apart));
            assertEquals(pending, rig.ledger(VM).pending());
            final double each = (double)rig.machine().irs().indexBytes() / pending;
            assertTrue(each <= bytes, each + " bytes each");
        }
    }

    private static Rig small(final long indexLimitBytes)
    {
        return new Rig(new Gicv5Machine(
            Rig.config("pes=1 min_lpi_id_bits=4"), PhysicalMemory.anonymous(Rig.RAM, 1L << 30), indexLimitBytes,
            HostVerbsFactory.NONE));
    }

    private static void bringUp(final Rig rig, final int vpeIdBits)
    {
        rig.enableIrs();
        rig.vmTable();
        rig.describeVm(VM, VPET, vpeIdBits, LPIS, null);
        rig.mapVm(VM, false);
        rig.mapVpe(VM, 0);
        rig.mapVist(VM, Intid.TYPE_LPI, false);
    }

    private static void pendAll(final Rig rig, final int priorities)
    {
        for (int id = 0; id < 5_000; id++)
        {
            rig.ram().store(LPIS.entryAddress(id), 4, 8 | (long)(id % priorities) << 11);
            rig.virtualPend(VM, Rig.lpi(id), true);
        }
    }
}
