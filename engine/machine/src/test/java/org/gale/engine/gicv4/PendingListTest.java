package org.gale.engine.gicv4;

import java.util.ArrayList;
import java.util.List;

import org.gale.engine.support.SavedWords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what is pending for a software-forwarded vCPU: its list and its four list registers. */
class PendingListTest
{
    private static final int FIRST = PropertyCache.FIRST_LPI;
    private static final int VLPIS = 8;

    private final V4Rig rig = new V4Rig("");
    private V4Vm vm;
    private PendingList list;

    @BeforeEach
    void mapEvents()
    {
        rig.line("create_vm 2");
        for (int i = 0; i < VLPIS; i++)
        {
            rig.lines("map 0 1 " + i + " 0 " + (FIRST + i));
        }
        vm = rig.host().vm(0);
        list = vm.vcpus[0].list;
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldFillTheListRegistersWithTheMostUrgent()
    {
        add(0, 64);
        add(1, 32);
        add(2, 96);
        add(3, 32);
        add(4, 128);
        add(5, 16);

        list.flush();

        assertEquals(List.of(FIRST, FIRST + 1, FIRST + 3, FIRST + 5), listed());
        assertEquals(2, list.queue().count());
        assertEquals(Vlpi.LISTED, vlpi(0).place());
        assertFalse(vlpi(0).isLatched());
        assertEquals(Vlpi.QUEUED, vlpi(2).place());
        assertTrue(vlpi(2).isLatched());
        assertEquals(FIRST + 5, list.intid(list.bestSlot()));
        assertEquals(16, list.priority(list.bestSlot()));
        assertTrue(list.isSound());
    }

    @Test
    void shouldGiveThePlaceOfTheWorstToABetterOne()
    {
        fill(32, 96, 64, 48);
        add(4, 80);
        add(5, 97);

        list.flush();

        assertEquals(List.of(FIRST, FIRST + 2, FIRST + 3, FIRST + 4), listed());
        assertEquals(Vlpi.QUEUED, vlpi(1).place());
        assertEquals(96, vlpi(1).queuedPriority());
        assertTrue(vlpi(1).isLatched());
        assertTrue(list.queue().contains(96, FIRST + 1));
        assertTrue(list.isSound());
    }

    @Test
    void shouldKeepTheLowerIntidWherePrioritiesAreTheSame()
    {
        for (int i = 1; i <= PendingList.REGISTER_COUNT; i++)
        {
            add(i, 64);
        }
        list.flush();

        enter(5, 64);
        assertFalse(listed().contains(FIRST + 5));
        enter(0, 64);

        assertEquals(List.of(FIRST, FIRST + 1, FIRST + 2, FIRST + 3), listed());
        assertEquals(FIRST, list.intid(list.bestSlot()));
        assertEquals(FIRST + 4, list.queue().bestIntid());
        assertTrue(list.isSound());
    }

    @Test
    void shouldFillAFreeListRegisterInTheGuest()
    {
        enter(0, 64);
        assertEquals(List.of(FIRST), listed());
        assertFalse(vlpi(0).isLatched());
        assertEquals(64, vlpi(0).queuedPriority());

        enter(1, 32);

        assertEquals(List.of(FIRST, FIRST + 1), listed());
        assertTrue(list.queue().isEmpty());
        assertTrue(list.isSound());
    }

    @Test
    void shouldPreferTheListWhenARegisterIsFreeInTheGuest()
    {
        fill(16, 16, 16, 16);
        add(4, 48);
        add(5, 32);
        list.acknowledge(0);

        enter(6, 96);

        assertEquals(List.of(FIRST + 1, FIRST + 2, FIRST + 3, FIRST + 5), listed());
        assertEquals(2, list.queue().count());
        assertTrue(list.isSound());
    }

    @Test
    void shouldFillTheListRegistersAgainWhenTheLastIsAcknowledged()
    {
        fill(16, 16, 16, 16);
        add(4, 48);
        for (int left = 3; left > 0; left--)
        {
            list.acknowledge(0);
            assertEquals(left, listed().size());
            assertTrue(list.isSound());
        }
        assertEquals(Vlpi.NOWHERE, vlpi(0).place());

        list.acknowledge(0);

        assertEquals(List.of(FIRST + 4), listed());
        list.acknowledge(0);
        assertTrue(list.isEmpty());
        assertEquals(PendingList.NONE, list.bestSlot());
        for (int i = 0; i <= PendingList.REGISTER_COUNT; i++)
        {
            assertEquals(Vlpi.NOWHERE, vlpi(i).place());
        }
    }

    @Test
    void shouldKeepTheOthersWhenOneIsAcknowledged()
    {
        fill(16, 32, 48, 64);

        list.acknowledge(1);

        final List<Integer> priorities = new ArrayList<>();
        for (int slot = 0; slot < listed().size(); slot++)
        {
            priorities.add(list.priority(slot));
        }
        assertEquals(List.of(16, 64, 48), priorities);
        assertEquals(FIRST + 3, list.intid(1));
    }

    @Test
    void shouldFoldTheListRegistersIntoTheList()
    {
        fill(16, 32, 48, 64);
        list.addSgi(3);
        vlpi(2).hw(true);

        list.fold();

        assertTrue(listed().isEmpty());
        assertEquals(Vlpi.QUEUED, vlpi(0).place());
        assertTrue(vlpi(0).isLatched());
        assertEquals(Vlpi.NOWHERE, vlpi(2).place());
        assertTrue(vlpi(2).isLatched());
        assertEquals(4, list.queue().count());
        assertTrue(list.isSgiPending(3));
        assertFalse(list.isEmpty());
        assertTrue(list.isSound());
    }

    @Test
    void shouldHoldAnSgiOnce()
    {
        list.addSgi(15);
        list.addSgi(0);
        list.addSgi(15);
        assertEquals(2, list.queue().count());
        assertTrue(list.isSound());

        list.flush();
        assertEquals(List.of(0, 15), listed());
        assertEquals(PendingList.SGI_PRIORITY, list.priority(0));
        list.addSgi(15);
        assertTrue(list.queue().isEmpty());
        assertTrue(list.isSgiPending(15));
        assertFalse(list.isSgiPending(1));
        assertTrue(list.isSound());

        list.acknowledge(list.bestSlot());
        assertFalse(list.isSgiPending(0));
        assertTrue(list.isSgiPending(15));
        list.fold();
        assertTrue(list.isSgiPending(15));
        assertTrue(list.isSound());
    }

    @Test
    void shouldForgetAVlpiThatIsRemovedButNotItsLatch()
    {
        add(0, 64);

        list.remove(vlpi(0));

        assertTrue(list.isEmpty());
        assertEquals(Vlpi.NOWHERE, vlpi(0).place());
        assertTrue(vlpi(0).isLatched());
    }

    @Tag("P4")
    @Test
    void shouldSeeAListThatMissesOrInventsAnInterrupt()
    {
        add(0, 64);
        list.addSgi(3);
        assertTrue(list.isSound());

        list.queue().remove(64, FIRST);
        assertFalse(list.isSound(), "a queued vLPI is missing");
        list.queue().add(32, FIRST);
        assertFalse(list.isSound(), "another priority");
        list.queue().add(64, FIRST);
        assertFalse(list.isSound(), "twice");
        list.queue().remove(32, FIRST);
        assertTrue(list.isSound());
        list.queue().remove(PendingList.SGI_PRIORITY, 3);
        assertFalse(list.isSound(), "a queued SGI is missing");
        list.queue().add(PendingList.SGI_PRIORITY, 4);
        assertFalse(list.isSound(), "as many, and another SGI");
        list.queue().clear();
        list.queue().add(PendingList.SGI_PRIORITY, 3);
        list.queue().add(64, FIRST + 1);
        assertFalse(list.isSound(), "as many, and another vLPI");
    }

    @Tag("P4")
    @Test
    void shouldSeeAListRegisterThatIsNotItsVlpis()
    {
        fill(16, 32, 48, 64);
        assertTrue(list.isSound());

        vlpi(0).place(Vlpi.NOWHERE);
        assertFalse(list.isSound(), "a listed vLPI is nowhere");
        vlpi(0).place(Vlpi.LISTED);
        vlpi(4).place(Vlpi.LISTED);
        assertFalse(list.isSound(), "a vLPI is listed in no register");
        vlpi(0).place(Vlpi.NOWHERE);
        assertFalse(list.isSound(), "as many, and another vLPI");
        vlpi(0).place(Vlpi.LISTED);
        vlpi(4).place(Vlpi.NOWHERE);
        vlpi(3).target(vm.vcpus[1]);
        assertFalse(list.isSound(), "the vLPI of another vCPU");
        assertFalse(vm.vcpus[1].list.isSound(), "its target has it nowhere");
    }

    @Test
    void shouldGoOnFromSavedState()
    {
        fill(16, 32, 48, 64);
        list.addSgi(3);
        list.addSgi(14);
        final SavedWords saved = new SavedWords();
        list.state(saved);
        final PendingList restored = vm.vcpus[1].list;

        restored.state(saved.restoring());

        assertEquals(2, restored.queue().count());
        for (final int sgi : new int[]{3, 14})
        {
            assertTrue(restored.isSgiPending(sgi));
            assertTrue(restored.queue().contains(PendingList.SGI_PRIORITY, sgi));
        }
        for (int slot = 0; slot < PendingList.REGISTER_COUNT; slot++)
        {
            assertEquals(list.intid(slot), restored.intid(slot));
            assertEquals(list.priority(slot), restored.priority(slot));
        }
        assertEquals(list.bestSlot(), restored.bestSlot());
    }

    /** Fills the four list registers with the first vLPIs. */
    private void fill(final int... priorities)
    {
        for (int i = 0; i < priorities.length; i++)
        {
            add(i, priorities[i]);
        }
        list.flush();
    }

    private void add(final int number, final int priority)
    {
        vlpi(number).latch(true);
        list.add(vlpi(number), priority);
    }

    private void enter(final int number, final int priority)
    {
        vlpi(number).latch(true);
        list.addInGuest(vlpi(number), priority);
    }

    private Vlpi vlpi(final int number)
    {
        return vm.vlpi(FIRST + number);
    }

    /** Returns the INTIDs in list registers, in ascending order; the first saved word is their number. */
    private List<Integer> listed()
    {
        final SavedWords saved = new SavedWords();
        list.state(saved);
        final List<Integer> intids = new ArrayList<>();
        for (int slot = 0; slot < saved.words().get(0); slot++)
        {
            intids.add(list.intid(slot));
        }
        intids.sort(null);

        return intids;
    }
}
