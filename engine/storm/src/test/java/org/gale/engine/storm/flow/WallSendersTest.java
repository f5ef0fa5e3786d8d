package org.gale.engine.storm.flow;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.StormConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.gale.engine.storm.flow.Streams.BEGIN_NS;
import static org.gale.engine.storm.flow.Streams.MS;
import static org.gale.engine.storm.flow.Streams.config;
import static org.gale.engine.storm.flow.Streams.drives;
import static org.gale.engine.storm.flow.Streams.phase;
import static org.gale.engine.storm.flow.Streams.senders;
import static org.gale.engine.storm.flow.Streams.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of vCPUs that send events to one another on the wall clock. The vCPU of the first VM, number 0, sends nothing.
 * The three vCPUs of the other VM, numbers 1 to 3, send broadcasts.
 */
class WallSendersTest
{
    private static final int SILENT = 0;
    private static final int FIRST = 1;
    private static final int VPES = 3;
    private static final int DEVICE = 2;                                // of the events that they send
    private static final long US = 1_000;
    private static final long STEP_NS = 10 * US;
    private static final int STEPS_LIMIT = 50_000;
    private static final int FRAME_WORDS = 1000;
    /** Words of a broadcast: a TIME, and two for each vCPU of the largest VM. */
    private static final int BROADCAST_WORDS = 2 + 2 * VPES;

    private final Streams streams = new Streams(broadcasts());
    private final ModelFeedback feedback = streams.traffic.feedback();
    private final SendingGuests guests = feedback.sending();

    @AfterEach
    void close()
    {
        streams.close();
    }

    private static StormConfig broadcasts(final PhaseShape... phases)
    {
        return config(List.of(vms("x", 1, drives(1, 1, "1s")),
            senders("a", 1, VPES, Map.of("unicast", "0", "broadcast", "100"))), phases);
    }

    /** Begins with all vCPUs on a PE of their VM, none of which has the number of its vCPU. */
    private void begin()
    {
        streams.begin();
        streams.traffic.frame(FRAME_WORDS, 0);
        for (int vpe = 0; vpe < VPES; vpe++)
        {
            guests.entered(FIRST + vpe, pe(vpe));
        }
    }

    private static int pe(final int vpe)
    {
        return FIRST + (vpe + 1) % VPES;
    }

    /** Moves the clock until a broadcast is sent, and returns the VPE that sent it. */
    private int send()
    {
        int offered = 0;
        for (int i = 0; offered == 0 && i < STEPS_LIMIT; i++)
        {
            streams.clock.advance(STEP_NS);
            offered = streams.traffic.offerPaced(streams.clock.nanoTime());
        }
        assertEquals(VPES - 1, offered);
        streams.drain();
        final int pe = streams.pes.get(streams.pes.size() - 1);

        return IntStream.range(0, VPES).filter(vpe -> pe(vpe) == pe).findFirst().orElseThrow();
    }

    private void handle(final int index)
    {
        final Streams.Event event = streams.events.get(index);
        feedback.handled(event.device(), event.event(), streams.clock.nanoTime());
    }

    @Test
    void shouldSendABroadcastFromThePeOfItsSender()
    {
        begin();

        for (int i = 0; i < VPES; i++)                                      // each waits for the others behind that
        {
            final int sender = send();
            final long atNs = streams.clock.nanoTime() - BEGIN_NS;
            final List<Streams.Event> sent = streams.instructed.subList(2 * i, 2 * i + 2);

            assertEquals(List.of(pe(sender), pe(sender)), streams.pes.subList(2 * i, 2 * i + 2));
            assertEquals(IntStream.range(0, VPES).filter(vpe -> vpe != sender).boxed().toList(),
                sent.stream().map(Streams.Event::event).toList());
            assertEquals(List.of(DEVICE, DEVICE), sent.stream().map(Streams.Event::device).toList());
            assertEquals(sent.get(0).ns(), sent.get(1).ns());
            assertTrue(sent.get(0).ns() <= atNs && sent.get(0).ns() > atNs - STEP_NS, sent + " at " + atNs);
            assertTrue(streams.traffic.lag().getCountAtValue(atNs - sent.get(0).ns()) >= 2, sent + " at " + atNs);
        }

        assertEquals(streams.events, streams.instructed);
        assertEquals(2 * VPES, streams.traffic.sent());
        assertEquals(2 * VPES, streams.traffic.lag().getTotalCount());
        assertTrue(streams.traffic.lag().getMaxValue() <= STEP_NS, "lag=" + streams.traffic.lag().getMaxValue());
        assertEquals(3, streams.pes.stream().distinct().count());
    }

    @Test
    void shouldSendOnlyWhatTheNextFrameTakes()
    {
        begin();
        streams.clock.advance(500 * MS);

        streams.traffic.frame(FRAME_WORDS, FRAME_WORDS - BROADCAST_WORDS + 1);
        assertEquals(0, streams.traffic.offerPaced(streams.clock.nanoTime()));
        streams.traffic.frame(FRAME_WORDS, FRAME_WORDS - BROADCAST_WORDS);

        assertEquals(VPES - 1, streams.traffic.offerPaced(streams.clock.nanoTime()));
    }

    @Test
    void shouldSendWithTheIntendedTimeOnceASenderHasAPe()
    {
        streams.begin();
        streams.traffic.frame(FRAME_WORDS, 0);
        streams.run(500 * MS, 100 * US);
        assertEquals(List.of(), streams.events);
        final long nowNs = streams.clock.nanoTime();
        for (int vcpu = FIRST; vcpu < FIRST + VPES; vcpu++)
        {
            assertTrue(guests.wantsPe(vcpu, nowNs), "vCPU " + vcpu);
            assertFalse(guests.wantsPe(vcpu, BEGIN_NS), "vCPU " + vcpu);
        }
        assertFalse(guests.wantsPe(SILENT, nowNs));

        guests.entered(FIRST + 1, pe(1));
        streams.offer();

        assertEquals(List.of(0, 2), streams.events.stream().map(Streams.Event::event).toList());
        assertEquals(List.of(pe(1), pe(1)), streams.pes);
        final long intendedNs = streams.events.get(0).ns();
        assertTrue(intendedNs > 0 && intendedNs < 100 * MS, "intendedNs=" + intendedNs);
        assertTrue(guests.wantsPe(FIRST + 1, BEGIN_NS));                // waits for its acknowledges
    }

    @Test
    void shouldSendNoEarlierThanThePhaseInWhichASenderHasAPe()
    {
        try (Streams phased = new Streams(broadcasts(phase(500), phase(500))).begin())
        {
            phased.traffic.frame(FRAME_WORDS, 0);
            phased.run(501 * MS, 100 * US);
            assertEquals(List.of(), phased.events);

            phased.traffic.feedback().sending().entered(FIRST + 1, pe(1));
            phased.offer();

            assertEquals(List.of(500 * MS, 500 * MS), phased.times());
        }
    }

    @Test
    void shouldSendNothingFromAVcpuThatHasLeft()
    {
        begin();
        for (int vpe = 0; vpe < VPES; vpe++)
        {
            guests.left(FIRST + vpe);
        }

        streams.run(500 * MS, MS);

        assertEquals(List.of(), streams.events);
        assertTrue(guests.wantsPe(FIRST, streams.clock.nanoTime()));
    }

    @Test
    void shouldReleaseASenderAtTheSlowestAcknowledge()
    {
        begin();
        final int sender = send();
        streams.clock.advance(10 * US);
        handle(0);
        assertEquals(SenderModels.NONE, feedback.released(streams.clock.nanoTime()));
        assertEquals(0, feedback.waitedNs());
        streams.clock.advance(20 * US);

        handle(1);

        assertEquals(FIRST + sender, feedback.released(streams.clock.nanoTime()));
        assertEquals(30 * US, feedback.waitedNs());
        assertEquals(SenderModels.NONE, feedback.released(streams.clock.nanoTime()));
        assertEquals(0, feedback.waitedNs());
    }

    @Test
    void shouldSayWhichGroupsSend()
    {
        assertFalse(feedback.counts().sends(0));
        assertTrue(feedback.counts().sends(1));
        assertNotSame(SendingGuests.NONE, guests);
        try (Streams silent = new Streams(config(List.of(vms("x", 1, drives(1, 1, "1s"))))))
        {
            assertSame(SendingGuests.NONE, silent.traffic.feedback().sending());
            assertFalse(silent.traffic.feedback().counts().sends(0));
        }
        assertFalse(SendingGuests.NONE.wantsPe(0, BEGIN_NS));
    }

    @Test
    void shouldWantNoPeBeforeTheBegin()
    {
        assertFalse(guests.wantsPe(FIRST, BEGIN_NS));

        streams.begin();

        assertFalse(guests.wantsPe(FIRST, BEGIN_NS));
        assertTrue(guests.wantsPe(FIRST, BEGIN_NS + 500 * MS));
    }
}
