package org.gale.engine.gicv4;

import org.gale.engine.machine.Route;
import org.gale.tables.gicv4.ItsCommand;
import org.gale.tables.gicv4.TranslationEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of the delivery and the accounting of messages. Event 0 of device 1 is vLPI 8200 of vCPU 0, which is direct.
 * Events 1 and 2 are vLPIs 8201 and 8202 of vCPU 1, which is software-forwarded.
 */
class MessagesTest
{
    private static final int DEVICE = 1;

    private final V4Rig rig = new V4Rig("cpus=2 lpi_bits=14");
    private final V4Host host = rig.host();
    private final Messages messages = new Messages(host);

    @BeforeEach
    void mapEvents()
    {
        rig.line("create_vm 2");
        rig.lines("enable 0 0", "map 0 1 0 0 8200", "map 0 1 1 1 8201", "map 0 1 2 1 8202", "config 0 8200 64 1",
            "config 0 8201 64 1", "config 0 8202 64 1");
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldCountADirectMessageAndOneThatMergesWithIt()
    {
        messages.deliver(DEVICE, 0);
        assertTrue(host.vm(0).lpiAccount.isOwed(8200));
        assertTallies(Route.DIRECT, 1, 0);

        messages.deliver(DEVICE, 0);
        assertTallies(Route.DIRECT, 2, 1);
        assertTrue(host.hardware.vpes().mapped(0).isPending(8200));
        assertSound();
    }

    @Test
    void shouldInjectAForwardedMessageAtOnce()
    {
        messages.deliver(DEVICE, 1);
        messages.deliver(DEVICE, 1);

        assertTrue(vlpi(8201).isLatched());
        assertFalse(isLpiPending(8201));
        assertTallies(Route.FORWARDED, 2, 1);
        assertEquals(0, host.interrupts.waiting());
        assertSound();
    }

    /** Leaves the LPI of a locked event pending, and takes the LPI of another event that comes after it. */
    @Tag("V4-LL-16")
    @Test
    void shouldLetTheMessagesOfALockedEventWait()
    {
        vlpi(8201).locked(true);

        messages.deliver(DEVICE, 1);
        assertTrue(isLpiPending(8201));
        assertFalse(vlpi(8201).isLatched());
        assertEquals(1, host.interrupts.waiting());
        messages.deliver(DEVICE, 1);
        messages.deliver(DEVICE, 2);

        assertTrue(vlpi(8202).isLatched());
        assertFalse(isLpiPending(8202));
        assertTallies(Route.FORWARDED, 3, 1);
        vlpi(8201).locked(false);
        host.interrupts.take();
        assertTrue(vlpi(8201).isLatched());
        assertSound();
    }

    @Tag("V4-LL-16")
    @Test
    void shouldMergeAMessageWithOneThatWaitsForTheHandler()
    {
        vlpi(8201).locked(true);
        messages.deliver(DEVICE, 1);
        vlpi(8201).locked(false);

        messages.deliver(DEVICE, 1);

        assertTallies(Route.FORWARDED, 2, 1);
        assertTrue(vlpi(8201).isLatched());
        assertFalse(isLpiPending(8201));
        assertEquals(0, host.interrupts.waiting());
        assertSound();
    }

    /** Injects the vLPI whose LPI the translation of another event names, and counts the message for no vLPI. */
    @ParameterizedTest(name = "device {0}, event {1}")
    @CsvSource({"1, 3", "2, 1"})
    void shouldCountAMessageByItsEventAndNotByItsLpi(final int device, final int event)
    {
        assertTrue(host.devices.prepare(device, event));
        host.hardware.driver().mapPhysical(device, event, vlpi(8201).hostLpi, host.lpis.collection(vlpi(8201).hostLpi));

        messages.deliver(device, event);

        assertEquals(1, messages.untranslated());
        assertEquals(0, host.vm(0).lpiAccount.offered());
        assertTrue(vlpi(8201).isLatched());
    }

    @Test
    void shouldKeepAMessagePendingWhoseLpiIsDisabled()
    {
        host.lpis.configure(vlpi(8201).hostLpi, false);
        host.hardware.driver().invalidate(DEVICE, 1);

        messages.deliver(DEVICE, 1);
        messages.deliver(DEVICE, 1);

        assertTrue(isLpiPending(8201));
        assertFalse(vlpi(8201).isLatched());
        assertTallies(Route.FORWARDED, 2, 1);
        assertSound();
    }

    @Test
    void shouldCountAMessageThatFindsItsVlpiLatched()
    {
        messages.deliver(DEVICE, 1);
        host.lpis.configure(vlpi(8201).hostLpi, false);
        host.hardware.driver().invalidate(DEVICE, 1);

        messages.deliver(DEVICE, 1);

        assertTallies(Route.FORWARDED, 2, 1);
        assertSound();
    }

    /** Accepts an event in the gap of a swap, where it has no translation. */
    @Tag("V4-P-SW2")
    @Test
    void shouldCountWhatIsDroppedInTheGapOfASwap()
    {
        vlpi(8201).locked(true);
        host.hardware.driver().discard(DEVICE, 1);

        messages.deliver(DEVICE, 1);

        assertTrue(host.vm(0).lpiAccount.isOwed(8201));
        assertTallies(Route.FORWARDED, 1, 0);
        assertEquals(0, messages.untranslated());
        assertEquals(1, host.hardware.its().droppedCount());
        assertSound();
    }

    @Tag("V4-P-SW2")
    @Test
    void shouldMergeWhatIsDroppedWithWhatIsLatched()
    {
        messages.deliver(DEVICE, 1);
        vlpi(8201).locked(true);
        host.hardware.driver().discard(DEVICE, 1);

        messages.deliver(DEVICE, 1);

        assertTallies(Route.FORWARDED, 2, 1);
        assertSound();
    }

    @Test
    void shouldCountMessagesThatNoVlpiIsMappedTo()
    {
        messages.deliver(DEVICE, 3);
        messages.deliver(DEVICE + 1, 0);
        host.hardware.driver().mapPhysical(DEVICE, 3, host.lpis.allocate(), 0);
        messages.deliver(DEVICE, 3);

        assertEquals(3, messages.untranslated());
        assertEquals(2, host.hardware.its().droppedCount());
        assertTallies(Route.FORWARDED, 0, 0);
        assertTallies(Route.DIRECT, 0, 0);
        assertEquals(0, host.vm(0).lpiAccount.offered());
    }

    @Test
    void shouldNotCountAMessageForAVpeThatTheHostDoesNotOwn()
    {
        host.hardware.driver().mapVpe(2, 0, host.tables.allocate(HostMemory.GRANULE), 13,
            host.vm(0).virtualTable, V4Its.NO_DOORBELL, true);
        host.hardware.events().putEntry(host.hardware.events().entryOffset(DEVICE, 1),
            TranslationEntry.virtual(8300, 2), V4Its.NO_DOORBELL);

        messages.deliver(DEVICE, 1);

        assertTrue(host.hardware.vpes().mapped(2).isPending(8300));
        assertEquals(0, messages.untranslated());
        assertEquals(0, host.vm(0).lpiAccount.offered());
    }

    @Tag("V4-DB-4")
    @Test
    void shouldTakeTheDoorbellThatAMessageRings()
    {
        rig.lines("load 0 0 0", "block 0 0");

        messages.deliver(DEVICE, 0);

        assertEquals("OK 1", rig.line("woken 0 0"));
        assertEquals(0, host.interrupts.waiting());
        assertFalse(host.hardware.redistributor(0).isPending(host.vm(0).vcpus[0].vpe.doorbell));
    }

    /** Finds no collection for an event, so that its message is dropped and its LPI is not pending. */
    @Tag("V4-SEM-12")
    @Test
    void shouldDropAMessageOfACollectionThatIsNotMapped()
    {
        host.hardware.driver().issue(ItsCommand.MAPC, 0, host.lpis.collection(vlpi(8201).hostLpi), 0);

        messages.deliver(DEVICE, 1);

        assertEquals(1, host.hardware.its().droppedCount());
        assertFalse(vlpi(8201).isLatched());
        assertFalse(isLpiPending(8201));
    }

    private Vlpi vlpi(final int vintid)
    {
        return host.vm(0).vlpi(vintid);
    }

    private boolean isLpiPending(final int vintid)
    {
        return host.hardware.redistributor(host.lpis.collection(vlpi(vintid).hostLpi)).isPending(vlpi(vintid).hostLpi);
    }

    private void assertTallies(final Route route, final long offered, final long coalesced)
    {
        assertEquals(offered, host.vm(0).routes.offered(route));
        assertEquals(coalesced, host.vm(0).routes.coalesced(route));
    }

    /** Fails if a message found its vLPI pending though none was owed, or owed though not pending. */
    private void assertSound()
    {
        assertFalse(host.check.first().isFound());
    }
}
