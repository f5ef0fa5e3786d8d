package org.gale.engine.storm.flow;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.Topology;
import org.junit.jupiter.api.Test;

import static org.gale.engine.storm.flow.Streams.BEGIN_NS;
import static org.gale.engine.storm.flow.Streams.MS;
import static org.gale.engine.storm.flow.Streams.config;
import static org.gale.engine.storm.flow.Streams.drives;
import static org.gale.engine.storm.flow.Streams.open;
import static org.gale.engine.storm.flow.Streams.pause;
import static org.gale.engine.storm.flow.Streams.phase;
import static org.gale.engine.storm.flow.Streams.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Tests of the group and the phase of each request, and of those that a warm-up leaves out, on both clocks. */
class DeviceRequestsTest
{
    private static final long US = 1_000;

    private final List<String> completed = new ArrayList<>();
    private final RequestTaker taker = new RequestTaker()
    {
        @Override
        public void beginPhase(final int phase)
        {
            completed.add("phase " + phase);
        }

        @Override
        public void completed(final int group, final int phase, final long ns)
        {
            completed.add(group + ":" + phase + " " + ns / US);
        }
    };

    /** Returns a drive of 400 us in group 0, and one of 700 us in group 1, where phases may pause the first one. */
    private DueEvents due(final PhaseShape... phases)
    {
        final StormConfig config =
            config(List.of(vms("a", 1, drives(1, 1, "400us")), vms("b", 1, drives(1, 1, "700us"))), phases);
        final DueEvents events = StormSources.due(config, new ResidentWorkload(config), Topology.of(config));
        events.models().requests(taker);
        events.begin(0, 0);

        return events;
    }

    /** Handles what is due up to a time at once. */
    private static void run(final DueEvents events, final long fromNs, final long untilNs)
    {
        for (long ns = events.nextNs(fromNs); ns <= untilNs; ns = events.nextNs(ns))
        {
            final long word = events.take(ns);
            events.acknowledged(Commands.msiDeviceId(word), Commands.msiEventId(word), ns);
            events.handled(Commands.msiDeviceId(word), Commands.msiEventId(word), ns);
        }
    }

    @Test
    void shouldCountARequestInThePhaseOfItsSubmission()
    {
        final DueEvents events = due(phase(1), phase(1), phase(1));

        run(events, 0, MS);
        events.begin(1, MS);
        run(events, MS, 2 * MS);
        events.begin(2, 2 * MS);
        run(events, 2 * MS, 2 * MS + 200 * US);

        assertEquals(List.of("phase 0", "0:0 400", "1:0 700", "0:0 400", "phase 1", "0:0 400", "1:0 700", "0:1 400",
            "0:1 400", "phase 2", "1:1 700"), completed);
    }

    @Test
    void shouldCountARequestThatIsSubmittedAtABoundaryInThePhaseThatBegins()
    {
        final DueEvents events = due(phase(1), phase(2));
        run(events, 0, 800 * US);
        completed.clear();

        events.begin(1, 800 * US);
        run(events, 800 * US, 1_600 * US);

        assertEquals(List.of("phase 1", "0:1 400", "1:0 700", "0:1 400"), completed);
    }

    @Test
    void shouldLetTheClockOfARequestStandStillInAPause()
    {
        final DueEvents events = due(phase(1), phase(2, pause(0)), phase(1));
        run(events, 0, MS);
        events.begin(1, MS);
        completed.clear();
        run(events, MS, 3 * MS);
        events.begin(2, 3 * MS);
        run(events, 3 * MS, 4 * MS - 300 * US);

        // Submitted at 800 us, it was served for 200 us in front of the pause and for as long behind it.
        assertEquals(List.of("0:0 400", "0:2 400"),
            completed.stream().filter(one -> one.startsWith("0:")).toList());
    }

    @Test
    void shouldCountWhatIsSubmittedInAPauseInThePhaseThatGoesOn()
    {
        final DueEvents events = due(phase(1), phase(2, pause(0)), phase(1));
        events.take(400 * US);
        events.begin(1, MS);
        events.acknowledged(0, 0, 2 * MS);
        events.handled(0, 0, 2 * MS);
        events.begin(2, 3 * MS);
        completed.clear();
        run(events, 3 * MS + 300 * US, 3 * MS + 400 * US);

        assertEquals(List.of("0:2 400"), completed.stream().filter(one -> one.startsWith("0:")).toList());
    }

    @Test
    void shouldLeaveOutWhatWasSubmittedInTheWarmUp()
    {
        final DueEvents events = due();
        run(events, 0, 750 * US);
        completed.clear();

        events.models().measure(800 * US);
        run(events, 800 * US, 1_400 * US);

        // Those of 400 and 700 us are left out, that of 800 us is not.
        assertEquals(List.of("0:0 400"), completed);
    }

    @Test
    void shouldLeaveOutTheWarmUpOfADeviceWhoseClockStoodStill()
    {
        final DueEvents events = due(phase(1, pause(0)), phase(3));
        events.models().measure(500 * US);
        events.begin(1, MS);
        completed.clear();

        run(events, MS, MS + 800 * US);

        // Its clock begins with the second phase, behind the warm-up. The other drive was handled at 1 ms: its first
        // request is one of the warm-up, the second one is not.
        assertEquals(List.of("0:1 400", "1:1 700", "0:1 400"), completed);
    }

    @Test
    void shouldMeasureFromTheTurnOfAGuestOnTheWallClock()
    {
        try (Streams streams = new Streams(config(List.of(vms("a", 1, drives(1, 1, "500us"), open(1, 1, 1))),
            phase(1), phase(3))))
        {
            streams.traffic.feedback().counts().requests(taker);
            streams.begin();
            streams.run(550 * US, 550 * US);
            streams.traffic.feedback().handled(0, 0, BEGIN_NS + 550 * US);
            streams.run(600 * US, 600 * US);
            streams.traffic.feedback().measure(BEGIN_NS + 1_150 * US);
            streams.traffic.feedback().handled(0, 0, BEGIN_NS + 1_150 * US);
            streams.run(700 * US, 700 * US);
            streams.traffic.feedback().handled(0, 0, BEGIN_NS + 1_850 * US);

            // The first handler ends 550 us after the begin. The next request is one of the warm-up.
            assertEquals(List.of("phase 0", "0:0 550", "phase 1", "0:1 700"), completed);
        }
    }

    @Test
    void shouldBeginRequestsAnewWhereAStormIsResumed()
    {
        try (Streams streams = new Streams(config(List.of(vms("a", 1, drives(1, 1, "500us"))), phase(4), phase(20))))
        {
            streams.traffic.feedback().counts().requests(taker);
            streams.traffic.resume(7, new ResumePosition(7 * MS, ResumePosition.NO_EVENT, new long[]{ 7 }));
            streams.traffic.feedback().handled(0, 0, BEGIN_NS);               // what was pending, before the begin
            streams.begin();
            streams.run(600 * US, 600 * US);
            streams.traffic.feedback().handled(0, 0, BEGIN_NS + 600 * US);

            assertEquals(List.of("phase 0", "phase 1", "0:1 600"), completed);
        }
    }

    @Test
    void shouldHaveNoRequestsOfStreams()
    {
        final StormConfig config = config(List.of(vms("a", 1, open(1, 1, 1_000))));

        assertNull(StormSources.due(config, new ResidentWorkload(config), Topology.of(config)).models());
    }
}
