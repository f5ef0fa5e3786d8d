package org.gale.engine.gicv5.irs;

import java.util.List;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.MachineConfig;
import org.gale.tables.bitmap.PagePool;
import org.gale.tables.ist.IstShape;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The small parts of the IRS, each by itself. */
class IrsPartsTest
{
    private static final int PHYSICAL = OwnerId.physical(0, 1);
    private static final int LPI_5 = Intid.of(Intid.TYPE_LPI, 5);

    private final IstRules rules = new IstRules(
        MachineConfig.parse(List.of("id_bits=20", "min_lpi_id_bits=12")));

    @Tag("B-IST-2")
    @Tag("M-IST")
    @ParameterizedTest(name = "{0} bits, ISTSZ {1}, L2SZ {2} act as {3}, {4}, {5}")
    @CsvSource({
        "12, 0, 0, 12, 0, 0", "20, 2, 2, 20, 2, 2", "11, 1, 1, 12, 1, 1", "0, 0, 0, 12, 0, 0", "21, 0, 0, 20, 0, 0",
        "31, 3, 3, 20, 0, 0",
    })
    void shouldClampThePhysicalTable(
        final int idBits, final int istsz, final int l2sz, final int asIdBits, final int asIstsz, final int asL2sz)
    {
        assertEquals(new IstShape(asIdBits, asIstsz, asL2sz, true), rules.clamped(idBits, istsz, l2sz, true));
        assertEquals(new IstShape(asIdBits, asIstsz, asL2sz, false), rules.clamped(idBits, istsz, l2sz, false));
    }

    @Tag("M-IST")
    @Tag("B-VMT-13")
    @ParameterizedTest(name = "SPIs {0}, {1} bits, ISTSZ {2}, L2SZ {3}, two levels {4}: {5}")
    @CsvSource({
        "false, 12, 0, 0, false, true", "false, 11, 0, 0, false, false", "true, 11, 0, 0, false, true",
        "true, 0, 0, 0, true, true", "false, 20, 2, 2, true, true", "false, 21, 0, 0, false, false",
        "true, 31, 0, 0, false, false", "false, 12, 3, 0, false, false", "true, 5, 3, 0, true, false",
        "false, 12, 0, 3, true, false", "false, 12, 0, 3, false, true",
    })
    void shouldRefuseAVirtualTable(
        final boolean spi,
        final int idBits,
        final int istsz,
        final int l2sz,
        final boolean twoLevel,
        final boolean taken)
    {
        final IstShape shape = rules.checked(spi, idBits, istsz, l2sz, twoLevel);

        assertEquals(taken ? new IstShape(idBits, istsz, l2sz == 3 ? 0 : l2sz, twoLevel) : null, shape);
    }

    /** Latched level 1 tables are memory that software asks for: there is an end to it. */
    @Test
    void shouldRefuseTablesBeyondWhatLatchingMayTake()
    {
        final LatchedHeap heap = new LatchedHeap();
        final IstShape large = new IstShape(20, 2, 0, true);
        int count = 0;
        while (heap.reserve(large))
        {
            count++;
        }
        assertTrue(count > 100 && count < 10_000, "count " + count);
        assertFalse(heap.reserve(large));

        heap.giveBack(large);
        assertTrue(heap.reserve(large));
        assertFalse(heap.reserve(large));
    }

    @Tag("B-CPU-19")
    @Test
    void shouldTakeMarksOfEachDomainOnceAndTheLowestFirst()
    {
        final DirtyPes dirty = new DirtyPes(200);
        assertTrue(dirty.isEmpty());
        dirty.mark(130);
        dirty.markVirtual(64);
        dirty.markVirtual(64);
        dirty.markPhysical(199);

        assertEquals(64, dirty.lowest());
        assertFalse(dirty.takePhysical(64));
        assertTrue(dirty.takeVirtual(64));
        assertFalse(dirty.takeVirtual(64));
        assertEquals(130, dirty.lowest());
        assertTrue(dirty.takePhysical(130));
        assertEquals(130, dirty.lowest());
        assertTrue(dirty.takeVirtual(130));
        assertEquals(199, dirty.lowest());
        assertFalse(dirty.isEmpty());
        assertTrue(dirty.takePhysical(199));
        assertTrue(dirty.isEmpty());
    }

    @Tag("M-SWERR")
    @Tag("B-SWE-4")
    @Test
    void shouldLatchTheFirstErrorAndForgetItByWritingV()
    {
        final SoftwareErrors errors = new SoftwareErrors(true);
        errors.report(SoftwareErrors.L2_ISTE_ACCESS, OwnerId.vm(PHYSICAL, 3), LPI_5, 0x1234_5678L);
        assertEquals(0x2_0007, errors.status());
        assertEquals(1L << 63 | 2L << 60 | 5L << 32 | 3, errors.syndrome0());
        assertEquals(0x1234_5678L, errors.syndrome1());

        errors.report(SoftwareErrors.L1_ISTE_READ, PHYSICAL, 0, 8);
        assertEquals(0x2_000f, errors.status());
        assertEquals(0x1234_5678L, errors.syndrome1());
        assertEquals(2, errors.reported());

        errors.writeStatus(0xe);
        assertEquals(0x2_000f, errors.status());
        errors.writeStatus(1);
        assertEquals(0, errors.status());
        assertEquals(0, errors.syndrome0());
        assertEquals(0, errors.syndrome1());

        errors.report(SoftwareErrors.L1_ISTE_READ, PHYSICAL, 0, -1);
        assertEquals(0x1_0007, errors.status());
        assertEquals(0, errors.syndrome0());
        assertEquals(0x00ff_ffff_ffff_fff8L, errors.syndrome1());
    }

    @Tag("B-SWE-5")
    @Test
    void shouldCountErrorsThatAreNotReported()
    {
        final SoftwareErrors errors = new SoftwareErrors(false);
        errors.report(SoftwareErrors.L2_ISTE_ACCESS, OwnerId.vm(PHYSICAL, 3), LPI_5, 8);

        assertEquals(0, errors.status());
        assertEquals(0, errors.syndrome0());
        assertEquals(0, errors.syndrome1());
        assertEquals(1, errors.reported());
    }

    @Tag("B-VPE-3")
    @Tag("B-DB-1")
    @Test
    void shouldArmADoorbellOnlyWhenEverythingHolds()
    {
        final Vpe vpe = new Vpe(null, 3);
        assertEquals(0, vpe.doorbell());
        assertFalse(vpe.isDoorbellArmed());
        vpe.requestDoorbell(7);
        assertFalse(vpe.isDoorbellArmed());

        vpe.doorbell(1L << 63 | 31L << 32 | 99);
        assertFalse(vpe.isDoorbellArmed());
        vpe.requestDoorbell(7);
        assertTrue(vpe.isDoorbellArmed());
        assertEquals(3L << 62 | 7L << 32 | 99, vpe.doorbell());

        vpe.cancelDoorbell();
        assertFalse(vpe.isDoorbellArmed());
        assertEquals(1L << 63 | 7L << 32 | 99, vpe.doorbell());
    }

    @Test
    void shouldHaveNoSpaceForOtherTypes()
    {
        try (PagePool pool = new PagePool(4096))
        {
            final InterruptOwner owner = new InterruptOwner(
                OwnerId.vm(PHYSICAL, 7), 4, 10, false, pool, new Ledger(), null, null);
            for (final int type : new int[]{0, 1, 4, 5, 6, 7})
            {
                assertNull(owner.space(type));
            }
            assertEquals(owner.lpis(), owner.space(Intid.TYPE_LPI));
            assertEquals(owner.spis(), owner.space(Intid.TYPE_SPI));
            assertEquals(LPI_5, owner.lpis().intid(5));
            assertFalse(owner.lpis().isReachable(5));
        }
    }

    @Tag("B-INT-13")
    @Tag("B-INT-14")
    @Test
    void shouldFindTheTargetOfAnEntry()
    {
        try (PagePool pool = new PagePool(4096))
        {
            final InterruptOwner targeted = new InterruptOwner(
                OwnerId.vm(PHYSICAL, 7), 4, 10, false, pool, new Ledger(), null, null);
            final InterruptOwner any = new InterruptOwner(
                OwnerId.vm(PHYSICAL, 8), 4, 10, true, pool, new Ledger(), null, null);

            assertEquals(3, targeted.target(3 << 16));
            assertEquals(3, targeted.target(3 << 16 | 16));
            assertEquals(InterruptOwner.NOBODY, targeted.target(4 << 16));
            assertEquals(InterruptOwner.NOBODY, targeted.target(0xffff << 16));
            assertEquals(CandidateIndex.ONE_OF_N, any.target(0xffff << 16 | 16));
            assertEquals(3, any.target(3 << 16));
        }
    }
}
