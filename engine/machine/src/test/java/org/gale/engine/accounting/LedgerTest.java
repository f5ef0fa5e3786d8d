package org.gale.engine.accounting;

import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LedgerTest
{
    private final Ledger ledger = new Ledger();
    private final Account lpis = ledger.account(false);
    private final Account spis = ledger.account(true);

    @Test
    void shouldCountAnEdgeAndItsAcknowledge()
    {
        lpis.event(5);
        assertTrue(ledger.isOwed(false, 5));
        assertFalse(ledger.isOwed(true, 5));
        assertTotals(1, 0, 0, 1, 0, 0);

        lpis.acknowledged(5, false);
        assertFalse(ledger.isOwed(false, 5));
        assertTotals(1, 1, 0, 0, 0, 0);
    }

    @Test
    void shouldSayWhetherAnEventMadeAnAcknowledgeOwed()
    {
        assertTrue(lpis.event(5));
        assertFalse(lpis.event(5));

        lpis.acknowledged(5, false);
        assertTrue(lpis.event(5));
    }

    @Test
    void shouldCoalesceAnEdgeWithOneThatIsOwed()
    {
        lpis.event(5);
        lpis.event(5);
        spis.event(5);
        assertTotals(3, 0, 1, 2, 0, 0);

        lpis.acknowledged(5, false);
        lpis.event(5);
        assertTotals(4, 1, 1, 2, 0, 0);
    }

    @Test
    void shouldCountFurtherAcknowledgesOfAHeldLevelSeparately()
    {
        spis.event(5);
        spis.acknowledged(5, true);
        spis.acknowledged(5, true);
        spis.acknowledged(5, true);

        assertTotals(1, 1, 0, 0, 0, 0);
        assertEquals(2, ledger.redelivered());
        assertEquals(Ledger.NONE, ledger.invented());
    }

    @Test
    void shouldReportTheFirstAcknowledgeThatNothingOwed()
    {
        lpis.event(5);
        lpis.acknowledged(5, false);
        assertEquals(Ledger.NONE, ledger.invented());

        lpis.acknowledged(7, false);
        lpis.acknowledged(5, false);
        assertEquals(2 << 29 | 7, ledger.invented());
        assertEquals(0, ledger.remainder());
    }

    @Test
    void shouldReportAnInventedSpi()
    {
        spis.acknowledged(0, false);

        assertEquals(3 << 29, ledger.invented());
    }

    @Test
    void shouldCountWithdrawnEvents()
    {
        lpis.event(5);
        lpis.cleared(5);
        lpis.cleared(5);
        lpis.cleared(6);
        assertTotals(1, 0, 0, 0, 1, 0);

        lpis.event(5);
        lpis.event(6);
        spis.event(7);
        lpis.unmapped();
        assertTotals(4, 0, 0, 1, 1, 2);
        assertTrue(ledger.isOwed(true, 7));

        lpis.unmapped();
        assertTotals(4, 0, 0, 1, 1, 2);
    }

    @Test
    void shouldAddUpLpisAndSpis()
    {
        for (int i = 0; i < 3; i++)
        {
            final Account account = i == 0 ? lpis : spis;                       // one of LPIs, two of SPIs
            account.event(5);
            account.event(5);
            account.acknowledged(5, false);
            account.acknowledged(5, true);
            account.event(6);
            account.cleared(6);
            account.event(7);
            account.unmapped();
        }

        assertTotals(12, 3, 3, 0, 3, 3);
        assertEquals(3, ledger.redelivered());
    }

    @Test
    void shouldFindTheFirstIdOfTheFirstChunk()
    {
        final OwedBits bits = new OwedBits();
        bits.set(3);
        bits.set(1 << 16);

        assertEquals(1 << 16, bits.next(4));
        assertEquals(1 << 16, bits.next(1 << 16));
    }

    @Test
    void shouldShowARemainderWhenABitIsLost()
    {
        lpis.event(5);
        lpis.event(6);
        assertEquals(0, ledger.remainder());

        lpis.acknowledged(9, true);
        assertEquals(0, ledger.remainder());
        assertEquals(2, ledger.pending());
    }

    /** Compares ids of every size, in small arrays and in chunks, with a sorted set. */
    @ParameterizedTest(name = "ids below 2^{0}")
    @ValueSource(ints = {3, 6, 12, 16, 17, 20, 24})
    void shouldOweEachEventUntilItIsPaid(final int idBits)
    {
        final SplittableRandom random = new SplittableRandom(idBits);
        final OwedBits bits = new OwedBits();
        final TreeSet<Integer> expected = new TreeSet<>();
        for (int i = 0; i < 5_000; i++)
        {
            final int id = (int)(random.nextLong() >>> (64 - idBits));
            if (random.nextLong() % 3 != 0)
            {
                assertEquals(expected.add(id), bits.set(id));
            }
            else
            {
                assertEquals(expected.remove(id), bits.clear(id));
            }
            assertEquals(expected.contains(id), bits.isSet(id));
            if (i % 50 == 0)
            {
                final Integer next = expected.ceiling(id);
                assertEquals(next == null ? -1 : next, bits.next(id));
                assertEquals(expected.size(), bits.count());
            }
        }
        int from = 0;
        for (final int id : expected)
        {
            assertEquals(id, bits.next(from));
            from = id + 1;
        }
        assertEquals(-1, bits.next(from));

        bits.clearAll();
        assertEquals(-1, bits.next(0));
        assertEquals(0, bits.count());
        assertFalse(bits.isSet(expected.first()));
        assertTrue(bits.set(expected.first()));
    }

    @Test
    void shouldOweAnIdOfEachChunkOfAllIds()
    {
        final int step = 1 << 12;
        final OwedBits bits = new OwedBits();
        for (int id = 0xff_ffff; id >= 0; id -= step)                           // a gap is left until the end
        {
            assertTrue(bits.set(id));
            assertFalse(bits.set(id));
        }
        assertEquals(1 << 12, bits.count());
        for (int id = step - 1; id <= 0xff_ffff; id += step)
        {
            assertEquals(id, bits.next(id + 1 - step));
            assertTrue(bits.clear(id));
            assertFalse(bits.isSet(id));
        }
        assertEquals(-1, bits.next(0));
    }

    @Test
    void shouldHoldTheLastIdOfAll()
    {
        final OwedBits bits = new OwedBits();
        assertFalse(bits.clear(0xff_ffff));
        assertTrue(bits.set(0xff_ffff));
        assertTrue(bits.set(0));
        assertEquals(0xff_ffff, bits.next(1));
        assertEquals(0xff_ffff, bits.next(0xff_ffff));
        assertEquals(2, bits.count());
        assertTrue(bits.clear(0xff_ffff));
        assertEquals(-1, bits.next(1));
    }

    private void assertTotals(
        final long offered,
        final long delivered,
        final long coalesced,
        final long pending,
        final long cleared,
        final long unmapped)
    {
        assertEquals(offered, ledger.offered(), "offered");
        assertEquals(delivered, ledger.delivered(), "delivered");
        assertEquals(coalesced, ledger.coalesced(), "coalesced");
        assertEquals(pending, ledger.pending(), "pending");
        assertEquals(cleared, ledger.withdrawnCleared(), "withdrawn-cleared");
        assertEquals(unmapped, ledger.withdrawnUnmapped(), "withdrawn-unmapped");
        assertEquals(0, ledger.remainder(), "remainder");
    }
}
