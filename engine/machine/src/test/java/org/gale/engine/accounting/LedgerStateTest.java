package org.gale.engine.accounting;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.support.SavedWords;
import org.gale.tables.memory.StateException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Ledgers that are saved and restored: every count, and every interrupt that is owed. */
class LedgerStateTest
{
    private static final int LAST_ID = 0xff_ffff;
    private static final int PHYSICAL = OwnerId.physical(0, 1);
    private static final int VM = OwnerId.vm(PHYSICAL, 9);

    private final Ledger ledger = new Ledger();
    private final SavedWords saved = new SavedWords();

    @Test
    void shouldHaveTheSameCountsWhenRestored()
    {
        final Account spis = ledger.account(true);
        events(spis, 0, 40);
        events(spis, 0, 5);                                     // 5 coalesced
        for (int id = 0; id < 7; id++)
        {
            spis.acknowledged(id, true);
        }
        for (int id = 0; id < 3; id++)
        {
            spis.acknowledged(id, true);                        // 3 redelivered
        }
        spis.cleared(8);
        spis.cleared(9);
        spis.unmapped();                                        // 31
        events(spis, 50, 54);
        spis.acknowledged(60, false);                           // invented

        final Ledger restored = restored();

        assertEquals(49, restored.offered());
        assertEquals(7, restored.delivered());
        assertEquals(5, restored.coalesced());
        assertEquals(3, restored.redelivered());
        assertEquals(2, restored.withdrawnCleared());
        assertEquals(31, restored.withdrawnUnmapped());
        assertEquals(4, restored.pending());
        assertEquals(3 << 29 | 60, restored.invented());
        assertEquals(0, restored.remainder());
    }

    @ParameterizedTest(name = "id {0}")
    @ValueSource(ints = {0, 63, 64, 4095, 4096, 65_535, 65_536, 69_631, 69_632, LAST_ID})
    void shouldOweTheSameInterruptsWhenRestored(final int id)
    {
        ledger.account(false).event(id);
        ledger.account(true).event(LAST_ID - id);

        final Ledger restored = restored();

        assertEquals(2, restored.pending());
        assertTrue(restored.isOwed(false, id));
        assertTrue(restored.isOwed(true, LAST_ID - id));
        assertEquals(id, restored.account(false).nextOwed(0));
        assertEquals(1L << id, restored.account(false).owedWord(id & -64));
    }

    @Test
    void shouldOweWholeWordsWhenRestored()
    {
        events(ledger.account(false), 64, 128);
        events(ledger.account(false), 130, 131);

        final Account restored = restored().account(false);

        assertEquals(65, restored.owedCount());
        assertEquals(0, restored.owedWord(0));
        assertEquals(-1L, restored.owedWord(64));
        assertEquals(4, restored.owedWord(128));
        assertEquals(130, restored.nextOwed(128));
        assertEquals(-1, restored.nextOwed(131));
    }

    /** The first word is the count of events offered to the LPIs. */
    @Tag("P6")
    @Test
    void shouldHaveARemainderWhenTheCountsDoNotAddUp()
    {
        ledger.account(false).event(5);
        ledger.state(saved);
        final List<Long> words = new ArrayList<>(saved.words());
        words.set(0, words.get(0) + 3);
        final Ledger restored = new Ledger();

        restored.state(SavedWords.restoring(words));

        assertEquals(3, restored.remainder());
    }

    @Test
    void shouldHaveTheLedgersOfTheSameOwnersWhenRestored()
    {
        final Ledgers ledgers = new Ledgers();
        ledgers.ofOrNew(VM).account(false).event(3);
        ledgers.ofOrNew(PHYSICAL).account(true).event(4);
        for (int vmId = 100; vmId < 120; vmId++)
        {
            ledgers.ofOrNew(OwnerId.vm(PHYSICAL, vmId)).account(false).event(vmId);
        }
        ledgers.state(saved);

        final Ledgers restored = new Ledgers();
        restored.state(saved.restoring());

        assertEquals(PHYSICAL, restored.firstOwner());
        assertEquals(VM, restored.nextOwner(PHYSICAL));
        assertTrue(restored.of(PHYSICAL).isOwed(true, 4));
        assertTrue(restored.of(VM).isOwed(false, 3));
        for (int vmId = 100; vmId < 120; vmId++)
        {
            assertTrue(restored.of(OwnerId.vm(PHYSICAL, vmId)).isOwed(false, vmId));
        }
        assertEquals(OwnerId.NONE, restored.nextOwner(OwnerId.vm(PHYSICAL, 119)));
        assertNull(restored.of(OwnerId.vm(PHYSICAL, 99)));
    }

    @Test
    void shouldHaveNoLedgerWhenNoneWasSaved()
    {
        new Ledgers().state(saved);

        final Ledgers restored = new Ledgers();
        restored.state(saved.restoring());

        assertEquals(1, saved.words().size());
        assertEquals(OwnerId.NONE, restored.firstOwner());
    }

    @ParameterizedTest(name = "owner {0}")
    @ValueSource(longs = {-1, 0, 8_388_609})
    void shouldRefuseOwnersOutOfOrder(final long second)
    {
        final Ledgers ledgers = new Ledgers();
        ledgers.ofOrNew(0);
        ledgers.state(saved);
        final List<Long> words = new ArrayList<>(saved.words());
        words.set(words.size() - 1, second);

        final StateException refused =
            assertThrows(StateException.class, () -> new Ledgers().state(SavedWords.restoring(words)));

        assertEquals("owner of a ledger is not in 1 to 8388608: " + second, refused.getMessage());
    }

    @ParameterizedTest(name = "word {0}")
    @ValueSource(longs = {-1, 0, 262_145})
    void shouldRefuseOwedWordsOutOfOrder(final long second)
    {
        ledger.account(true).event(1);
        ledger.state(saved);
        final List<Long> words = new ArrayList<>(saved.words());
        words.set(words.size() - 1, second);

        final StateException refused =
            assertThrows(StateException.class, () -> new Ledger().state(SavedWords.restoring(words)));

        assertEquals("word of owed bits is not in 1 to 262144: " + second, refused.getMessage());
    }

    private Ledger restored()
    {
        ledger.state(saved);
        final Ledger restored = new Ledger();
        restored.state(saved.restoring());

        return restored;
    }

    private static void events(final Account account, final int from, final int to)
    {
        for (int id = from; id < to; id++)
        {
            account.event(id);
        }
    }
}
