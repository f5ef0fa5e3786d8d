package org.gale.engine.gicv5;

import java.util.List;
import org.gale.engine.support.StateImage;
import org.gale.tables.its.L2Itte;
import org.gale.tables.register.ItsDidr;
import org.gale.tables.register.ItsEidr;
import org.gale.tables.register.ItsInvDevicer;
import org.gale.tables.register.ItsInvEventr;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of a machine whose ITS keeps entries until they are invalidated: determinism, saved and digested state. */
@Tag("B-TRAP-48")
class ItsCacheTest
{
    private static final String KEYS = "pes=1 ram=0x40000000:0x800000 min_lpi_id_bits=4 its.cache=1";
    private static final String EAGER = "pes=1 ram=0x40000000:0x800000 min_lpi_id_bits=4 its.cache=eager";
    private static final long IST = Rig.RAM + 0x10_0000;
    private static final int DEVICE = 3;
    private static final int CHUNK_WORDS = 500;

    private final Rig rig = new Rig(KEYS);

    @BeforeEach
    void bringUp()
    {
        rig.enableIrs();
        rig.physicalIst(Ist.linear(IST, 8));
        rig.enableCpu(0, 31);
        rig.deviceTable();
        rig.device(DEVICE);
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldLoseTheEventsOfADriverThatForgetsAnInvalidation()
    {
        rig.msi(DEVICE, 1);
        rig.mapEvent(DEVICE, 1, Rig.PHYSICAL, 40);
        rig.msi(DEVICE, 1);
        assertEquals(0, rig.entry(Rig.lpi(40)));

        invalidate(1);
        rig.msi(DEVICE, 1);

        assertEquals(1, rig.entry(Rig.lpi(40)) & 1);
    }

    /** Translates through a table that the MSIs themselves change: each may translate only after the one before. */
    @Tag("B-IST-5")
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldNotDependOnWhereARunOfMsisEnds(final long seed)
    {
        final RandomSource random = new RandomSource(seed);
        rig.store(Rig.DT + 8L * 4, 8, IST | 1 | 6L << 59);                  // its translations are entries of LPIs
        for (int event = 0; event < 32; event++)
        {
            rig.mapEvent(DEVICE, event, Rig.PHYSICAL, random.below(64));
            rig.store(IST + 8L * event, 8, L2Itte.physical(random.below(64)));
        }
        for (int i = 0; i < 600; i++)
        {
            rig.msi(random.oneIn(3) ? 4 : DEVICE, random.below(32));
            if (random.oneIn(40))
            {
                invalidate(random.below(32));
            }
        }

        Replays.assertSameDigest(rig, seed);
    }

    @Test
    void shouldSaveRestoreAndDigestKeptLevel1Entries()
    {
        try (Rig eager = new Rig(EAGER); Rig again = new Rig(new Gicv5Machine(Rig.config(EAGER))))
        {
            eager.enableIrs();
            eager.physicalIst(Ist.linear(IST, 8));
            eager.enableCpu(0, 31);
            eager.store(Rig.ITS + Registers.ITS_DT_CFGR, 4, 16 | 1 << 16);
            eager.store(Rig.ITS + Registers.ITS_DT_BASER, 8, Rig.DT);
            eager.store(Rig.ITS + Registers.ITS_CR0, 4, 1);
            final long empty = eager.machine().digest();
            eager.msi(DEVICE, 1);
            assertNotEquals(empty, eager.machine().digest());
            eager.store(Rig.DT, 8, IST | 1 | 9L << 60);

            assertTrue(StateImage.of(eager.machine(), CHUNK_WORDS).into(again.machine(), CHUNK_WORDS).isSame());
            for (final Rig its : List.of(eager, again))
            {
                its.store(Rig.ITS + ItsDidr.OFFSET, 8, DEVICE);
                its.store(Rig.ITS + ItsInvDevicer.OFFSET, 4, ItsInvDevicer.I.set(0, 1) & 0xffff_ffffL);
                its.msi(DEVICE, 1);
            }
            assertEquals(eager.machine().digest(), again.machine().digest());
        }
    }

    @Test
    void shouldSaveRestoreAndDigestTheCache()
    {
        rig.msi(DEVICE, 1);
        final long before = rig.machine().digest();
        rig.msi(DEVICE, 2);                                                     // is not translated: cached alone
        assertNotEquals(before, rig.machine().digest());
        rig.mapEvent(DEVICE, 2, Rig.PHYSICAL, 41);
        try (Rig again = new Rig(new Gicv5Machine(Rig.config(KEYS))))
        {
            assertTrue(StateImage.of(rig.machine(), CHUNK_WORDS).into(again.machine(), CHUNK_WORDS).isSame());

            again.msi(DEVICE, 2);

            assertEquals(0, again.entry(Rig.lpi(41)));
        }
    }

    private void invalidate(final int eventId)
    {
        rig.store(Rig.ITS + ItsDidr.OFFSET, 8, DEVICE);
        rig.store(Rig.ITS + ItsEidr.OFFSET, 4, eventId);
        rig.store(Rig.ITS + ItsInvEventr.OFFSET, 4, ItsInvEventr.I.set(0, 1) & 0xffff_ffffL);
    }
}
