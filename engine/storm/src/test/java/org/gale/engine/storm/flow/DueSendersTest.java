package org.gale.engine.storm.flow;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.Topology;
import org.junit.jupiter.api.Test;

import static org.gale.engine.storm.flow.Streams.MS;
import static org.gale.engine.storm.flow.Streams.config;
import static org.gale.engine.storm.flow.Streams.drives;
import static org.gale.engine.storm.flow.Streams.open;
import static org.gale.engine.storm.flow.Streams.pause;
import static org.gale.engine.storm.flow.Streams.phase;
import static org.gale.engine.storm.flow.Streams.senders;
import static org.gale.engine.storm.flow.Streams.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of vCPUs that send events to one another, among the events by the times at which they are due. The vCPU of the
 * first VM, number 0, sends nothing. Two VMs of three vCPUs, numbers 1 to 3 and 4 to 6, send broadcasts.
 */
class DueSendersTest
{
    private static final int SILENT = 0;
    private static final int FIRST = 4;                                 // of the last VM
    private static final int DEVICE = 4;                                // of the senders of the last VM
    private static final int VPES = 3;
    private static final long UNTIL_NS = 500 * MS;

    private final DueEvents events = due(silentAndSenders());
    private final SenderModels senders = events.models().senders();

    private static StormConfig silentAndSenders(final PhaseShape... phases)
    {
        return config(List.of(vms("x", 1, open(1, 1, 1)),
            senders("a", 2, VPES, Map.of("unicast", "0", "broadcast", "100"))), phases);
    }

    private static DueEvents due(final StormConfig config)
    {
        final DueEvents events = StormSources.due(config, new ResidentWorkload(config), Topology.of(config));
        events.begin(0, 0);

        return events;
    }

    /** Takes what is due until a vCPU sends, and returns the word of the first event sent. */
    private long sent(final DueEvents from)
    {
        long word = DueEvents.NOTHING;
        while (word == DueEvents.NOTHING || from.senders().sender() == SenderModels.NONE)
        {
            final long ns = from.nextNs(0);
            assertTrue(ns < UNTIL_NS, "nothing was sent");
            word = from.take(ns);
        }

        return word;
    }

    private static int event(final long word)
    {
        return Commands.msiEventId(word);
    }

    /** Lets all vCPUs of the last VM run from the begin on, and no others. */
    private static void run(final SenderModels senders)
    {
        for (int vcpu = FIRST; vcpu < FIRST + VPES; vcpu++)
        {
            senders.running(vcpu, true, 0);
        }
    }

    @Test
    void shouldHaveSendersOnlyWhereVcpusSend()
    {
        assertNotNull(senders);
        assertNull(due(config(List.of(vms("x", 1, open(1, 1, 1))))).senders());
        assertNull(due(config(List.of(vms("x", 1, drives(1, 1, "1ms"))))).senders());
    }

    @Test
    void shouldSayWhichGroupsSend()
    {
        assertFalse(senders.sends(0));
        assertTrue(senders.sends(1));
    }

    @Test
    void shouldAskOnceForAPeForEachVcpuThatHasSomethingToSend()
    {
        assertEquals(SenderModels.NONE, senders.woken());
        final boolean[] hasAsked = new boolean[FIRST + VPES];

        for (long ns = events.nextNs(0); ns <= UNTIL_NS; ns = events.nextNs(ns))
        {
            events.take(ns);
            final int vcpu = senders.woken();
            if (vcpu != SenderModels.NONE)
            {
                assertFalse(hasAsked[vcpu], "vCPU " + vcpu);
                hasAsked[vcpu] = true;
            }
            assertEquals(SenderModels.NONE, senders.woken());
            assertEquals(SenderModels.NONE, senders.sender());
        }

        assertFalse(hasAsked[SILENT]);
        assertEquals(2 * VPES, IntStream.range(1, hasAsked.length).filter(vcpu -> hasAsked[vcpu]).count());
    }

    @Test
    void shouldSendABroadcastToAllOthersAtOneInstant()
    {
        run(senders);

        final long first = sent(events);
        final int sender = senders.sender();
        final long intendedNs = senders.intendedNs();
        assertTrue(senders.isBurst());
        assertEquals(intendedNs, events.nextNs(intendedNs));
        final long second = events.take(intendedNs);

        assertTrue(sender >= FIRST && sender < FIRST + VPES, "vCPU " + sender);
        assertFalse(senders.isBurst());
        assertEquals(sender, senders.sender());
        assertEquals(intendedNs, senders.intendedNs());
        assertEquals(List.of(DEVICE, DEVICE), List.of(Commands.msiDeviceId(first), Commands.msiDeviceId(second)));
        assertEquals(IntStream.range(0, VPES).filter(vpe -> vpe != sender - FIRST).boxed().toList(),
            List.of(event(first), event(second)));
        assertEquals(2, events.models().interrupts(1));
        assertEquals(2, events.models().completions(1));
    }

    @Test
    void shouldSendWhatWasDueOnceAVcpuRuns()
    {
        long askedNs = 0;
        int vcpu = SenderModels.NONE;
        while (vcpu == SenderModels.NONE)
        {
            askedNs = events.nextNs(0);
            events.take(askedNs);
            vcpu = senders.woken();
        }
        final long enteredNs = askedNs + MS / 1000;

        assertTrue(senders.keepsPe(vcpu, askedNs));
        assertFalse(senders.keepsPe(vcpu, askedNs - 1));
        senders.running(vcpu, true, enteredNs);
        assertEquals(enteredNs, events.nextNs(enteredNs));
        events.take(enteredNs);

        assertEquals(vcpu, senders.sender());
        assertEquals(askedNs, senders.intendedNs());
    }

    @Test
    void shouldSendNothingFromAVcpuThatRunsNoMore()
    {
        run(senders);
        for (int vcpu = FIRST; vcpu < FIRST + VPES; vcpu++)
        {
            senders.running(vcpu, false, 0);
        }

        for (long ns = events.nextNs(0); ns <= UNTIL_NS; ns = events.nextNs(ns))
        {
            events.take(ns);
            assertEquals(SenderModels.NONE, senders.sender());
        }
    }

    @Test
    void shouldReleaseASenderAtTheSlowestAcknowledge()
    {
        run(senders);
        final long first = sent(events);
        final int sender = senders.sender();
        final long sentNs = senders.intendedNs();
        final long second = events.take(sentNs);
        assertEquals(SenderModels.NONE, senders.released());
        assertTrue(senders.keepsPe(sender, sentNs));

        events.acknowledged(DEVICE, event(first), sentNs + 10);
        assertEquals(SenderModels.NONE, senders.released());
        assertEquals(0, senders.waitedNs());
        events.acknowledged(DEVICE, event(second), sentNs + 30);

        assertEquals(sender, senders.released());
        assertEquals(30, senders.waitedNs());
        assertEquals(SenderModels.NONE, senders.released());
        assertEquals(0, senders.waitedNs());
        assertFalse(senders.keepsPe(sender, sentNs));
    }

    @Test
    void shouldReleaseNobodyWhenADeviceOfNoSenderIsAcknowledged()
    {
        events.acknowledged(DEVICE - 1, 0, MS);

        assertEquals(SenderModels.NONE, senders.released());
    }

    @Test
    void shouldGoOnToSendBehindAReleaseWhenOneIsDue()
    {
        run(senders);
        final long first = sent(events);
        final int sender = senders.sender();
        final long second = events.take(senders.intendedNs());
        events.acknowledged(DEVICE, event(first), UNTIL_NS);
        for (int vcpu = FIRST; vcpu < FIRST + VPES; vcpu++)
        {
            senders.running(vcpu, vcpu == sender, UNTIL_NS);
        }
        for (long ns = events.nextNs(0); ns <= UNTIL_NS; ns = events.nextNs(ns))
        {
            events.take(ns);                                            // the others ask for a PE
        }

        events.acknowledged(DEVICE, event(second), UNTIL_NS);

        assertEquals(UNTIL_NS, events.nextNs(UNTIL_NS));
        events.take(UNTIL_NS);
        assertEquals(sender, senders.sender());
    }

    @Test
    void shouldHaveNoSenderOfAnEventThatADeviceRaises()
    {
        final DueEvents beside = due(config(List.of(vms("x", 1, open(1, 1, 1000), drives(1, 1, "1500us")),
            senders("a", 1, 2, Map.of("unicast", "1k", "broadcast", "0")))));
        beside.senders().running(1, true, 0);
        beside.senders().running(2, true, 0);
        int open = 0;
        int modelled = 0;
        int sent = 0;

        for (long ns = beside.nextNs(0); ns <= 100 * MS; ns = beside.nextNs(ns))
        {
            final int device = Commands.msiDeviceId(beside.take(ns));
            assertEquals(device == 3, beside.senders().sender() != SenderModels.NONE);
            open += device == 0 ? 1 : 0;
            modelled += device == 1 ? 1 : 0;
            sent += device == 3 ? 1 : 0;
            if (device == 1)
            {
                beside.handled(1, 0, ns);
            }
        }

        assertEquals(101, open);
        assertEquals(66, modelled);                                     // one in 1.5 ms
        assertTrue(sent > 100, "sent=" + sent);
    }

    @Test
    void shouldAskNoVcpuThatSendsNothing()
    {
        senders.running(SILENT, true, 0);

        assertFalse(senders.keepsPe(SILENT, UNTIL_NS));
    }

    @Test
    void shouldSendLaterByTheTimeForWhichItPaused()
    {
        final long firstNs = intendedNs(due(silentAndSenders()));
        final DueEvents paused = due(silentAndSenders(phase(1, pause(1)), phase(1000)));
        assertEquals(DueEvents.NEVER, nextOfSenders(paused));
        for (int vcpu = FIRST; vcpu < FIRST + VPES; vcpu++)
        {
            assertFalse(paused.senders().keepsPe(vcpu, UNTIL_NS));
        }

        paused.begin(1, 7 * MS);

        assertEquals(7 * MS + firstNs, intendedNs(paused));
    }

    @Test
    void shouldLetNoVcpuKeepItsPeForWhatIsDueWhileItPauses()
    {
        final DueEvents paused = due(silentAndSenders(phase(100), phase(50, pause(1)), phase(1000)));
        int vcpu = SenderModels.NONE;
        long askedNs = 0;
        while (vcpu == SenderModels.NONE)
        {
            askedNs = paused.nextNs(0);
            paused.take(askedNs);
            vcpu = paused.senders().woken();
        }
        assertTrue(askedNs < 100 * MS, "askedNs=" + askedNs);
        assertTrue(paused.senders().keepsPe(vcpu, 100 * MS - 1));

        paused.begin(1, 100 * MS);
        assertFalse(paused.senders().keepsPe(vcpu, 100 * MS));
        assertFalse(paused.senders().keepsPe(vcpu, 150 * MS - 1));
        paused.begin(2, 150 * MS);

        assertTrue(paused.senders().keepsPe(vcpu, 150 * MS));
    }

    private long intendedNs(final DueEvents from)
    {
        run(from.senders());
        sent(from);

        return from.senders().intendedNs();
    }

    /** Takes the event of the open stream, and returns when senders are due; never if only drives are left. */
    private static long nextOfSenders(final DueEvents events)
    {
        assertEquals(0, Commands.msiDeviceId(events.take(0)));
        final long nextNs = events.nextNs(0);

        return nextNs == 1000 * MS ? DueEvents.NEVER : nextNs;
    }
}
