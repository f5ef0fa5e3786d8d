package org.gale.engine.storm.profile;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.agent.Note;
import org.gale.engine.agent.NoteKind;
import org.gale.engine.command.Commands;
import org.gale.engine.gicv4.V4Rig;
import org.gale.engine.host.HostMeter;
import org.gale.engine.machine.PeSet;
import org.gale.engine.storm.result.ActionTimeline;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.DirectLayout;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of the actions of the operator of a GICv4 host, by the clock and by events. There are two VMs of two vCPUs.
 * Duty cycles lie 10 ns apart. Events that are counted are not applied, because the counts alone matter.
 */
class DirectGuestsTest
{
    private static final StormConfig CONFIG =
        StormConfigs.begin().vms(2).vpes(2).devices(1).events(4).untimed().countLimit(1).build();
    private static final Topology TOPOLOGY = Topology.of(CONFIG, DirectLayout.FIRST_VINTID);
    private static final long CYCLE_NS = 10;
    private static final long START_NS = 5_000_000_000L;
    private static final long MS = 1_000_000;
    /** Words of a frame beside its events. */
    private static final int TIME = 2;

    private final V4Rig rig = new V4Rig("cpus=4 lpi_bits=14");
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[1 << 17]);
    private final PeSet nobody = new PeSet(4);
    private long nowNs = START_NS;

    @BeforeEach
    void bringUp()
    {
        for (int vm = 0; vm < 2; vm++)
        {
            rig.line("create_vm 2");
            for (int event = 0; event < 4; event++)
            {
                rig.lines("map " + vm + ' ' + vm + ' ' + event + " 0 " + (DirectLayout.FIRST_VINTID + event));
            }
            rig.lines("load " + vm + " 0 " + 2 * vm, "load " + vm + " 1 " + (2 * vm + 1));
        }
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    /** Steps follow the begin in each duty cycle. The next toggle of one a second is not due before the end. */
    @Test
    void shouldTakeAStepOfATransitionPerDutyCycleByTheClock()
    {
        final DirectGuests guests = guests("toggles=1 moves=0");
        rig.lines("msi 1 0");
        assertTrue(cycle(guests, 1).get(0).startsWith("BEGIN_ENABLE "));
        int steps = 1;

        while (isOpen())
        {
            assertFalse(guests.isCheckDue());
            assertEquals(List.of("STEP"), cycle(guests, 1));
            steps++;
        }

        assertTrue(guests.isCheckDue());
        assertEquals(List.of(), cycle(guests, 1));
        assertFalse(guests.isCheckDue());
        assertEquals(1, guests.watch().count());
        assertEquals(steps, guests.watch().mostSteps());
        assertEquals(steps * CYCLE_NS, guests.watch().longestNs());
        assertEquals(List.of(), cycle(guests, 1));
    }

    @Test
    void shouldTakeOneMoveAnIntervalByTheClock()
    {
        final DirectGuests guests = guests("toggles=0 moves=1000");
        rig.lines("msi 1 0");

        cycle(guests, 1);
        cycle(guests, 1);
        assertEquals(1, guests.moveCount());
        nowNs = START_NS + MS - 1;
        cycle(guests, 1);
        assertEquals(1, guests.moveCount());
        cycle(guests, 1);

        assertEquals(2, guests.moveCount());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"toggles=1000 moves=0", "toggles=0 moves=1000"})
    void shouldDoNothingByTheClockBeforeTheFirstMessage(final String keys)
    {
        nowNs = 1;

        assertEquals(List.of(), cycle(guests(keys), 0));
    }

    /** Messages are seen when an action is due. The last one is 100 ms old, or a nanosecond less. */
    @ParameterizedTest(name = "{0} ns behind a message")
    @CsvSource({"99999999, 2", "100000000, 1"})
    void shouldPauseByTheClockWhenNoMessageArrivedLately(final long ns, final long moves)
    {
        final DirectGuests guests = guests("toggles=0 moves=1M");
        rig.lines("msi 1 0", "msi 0 0");
        cycle(guests, 1);

        nowNs = START_NS + ns;
        cycle(guests, 1);

        assertEquals(moves, guests.moveCount());
    }

    @Test
    void shouldContinueByTheClockWithTheNextMessage()
    {
        final DirectGuests guests = guests("toggles=0 moves=1000");
        rig.lines("msi 1 0");
        cycle(guests, 1);
        nowNs += 200 * MS;
        cycle(guests, 1);
        assertEquals(1, guests.moveCount());

        rig.lines("msi 0 1");
        cycle(guests, 1);

        assertEquals(2, guests.moveCount());
    }

    /** A move was due at 0, 1, 2 and 3 ms, up to the last frame with events at 3.5 ms. Two of them were taken. */
    @Test
    void shouldReportWhatWasDueByTheClockUpToTheLastEvents()
    {
        final DirectGuests guests = guests("toggles=0 moves=1000");
        rig.lines("msi 1 0");
        cycle(guests, 1);
        nowNs = START_NS + 3 * MS + MS / 2;
        cycle(guests, 1);
        nowNs = START_NS + 200 * MS;
        cycle(guests, 0);

        final StormActions actions = guests.actions(START_NS - 7);

        assertAsked(actions.kinds().get(0), false, 0, 0, 0);
        assertAsked(actions.kinds().get(1), true, 4, 2, 2);
        assertEquals(7, actions.timeline().startNs());
        assertEquals(MS, actions.timeline().sliceNs());
        assertEquals(2, actions.timeline().slices().stream().mapToLong(ActionTimeline.Slice::moves).sum());
    }

    /** The toggle of a second is due at 0 and 1 s. The first one has opened a transition, and has not ended it. */
    @Test
    void shouldReportTogglesByTheClock()
    {
        final DirectGuests guests = guests("toggles=1 moves=0");
        rig.lines("msi 1 0");
        cycle(guests, 1);
        nowNs = START_NS + 1_000 * MS;
        cycle(guests, 1);

        final StormActions actions = guests.actions(START_NS);

        assertAsked(actions.kinds().get(0), true, 2, 1, 0);
        assertAsked(actions.kinds().get(1), false, 0, 0, 0);
    }

    /** That the legacy order shows nothing without transitions is said by its control. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"toggles=0 moves=0, false", "toggles=0 moves=0 legacy=on, false", "toggles=1 moves=0, true"})
    void shouldAskForTransitionsOfARateAlone(final String keys, final boolean isAsked)
    {
        assertAsked(guests(keys).actions(0).kinds().get(0), isAsked, 0, 0, 0);
    }

    /** The transition of event 4 has a step behind each event that follows, so that the second toggle is missed. */
    @Test
    void shouldReportWhatWasDueByEvents()
    {
        final DirectGuests guests = guests("toggles=1/4 moves=1/2");
        for (int event = 1; event <= 8; event++)
        {
            final List<String> commands = cycle(guests, 1);
            assertEquals(
                event == 4, !commands.isEmpty() && commands.get(0).startsWith("BEGIN_"), commands.toString());
            assertEquals(event > 4, commands.contains("STEP"), commands.toString());
            assertEquals(event / 2, guests.moveCount());
        }

        final StormActions actions = guests.actions(START_NS);

        assertTrue(isOpen());
        assertAsked(actions.kinds().get(0), true, 2, 1, 0);
        assertAsked(actions.kinds().get(1), true, 4, 4, 4);
    }

    @Test
    void shouldTakeNothingByEventsWhileFramesAreNotApplied()
    {
        final DirectGuests guests = guests("toggles=1/4 moves=0");
        guests.drainLimit(false);
        drain(guests, 4);
        assertEquals(List.of(), plan(guests));

        assertEquals(0, guests.drainLimit(true));
        drain(guests, 0);

        assertTrue(plan(guests).get(0).startsWith("BEGIN_ENABLE "));
    }

    @Test
    void shouldTakeWhatIsDueOnce()
    {
        final DirectGuests guests = guests("toggles=0 moves=1/4");

        cycle(guests, 4);
        cycle(guests, 0);

        assertEquals(1, guests.moveCount());
    }

    /** Behind an event that has a step due, each frame takes one event, once all frames are applied. */
    @Test
    void shouldLimitFramesByATransitionThatIsOpen()
    {
        final DirectGuests guests = guests("toggles=1/16 moves=0");
        assertEquals(15 + TIME, guests.drainLimit(true));
        assertEquals(15 + TIME, guests.drainLimit(false));
        rig.line("begin enable 0 0");

        assertEquals(15 + TIME, guests.drainLimit(false));                      // frames not applied may hide it
        assertEquals(1 + TIME, guests.drainLimit(true));
        assertEquals(0, guests.drainLimit(false));
        rig.steps();
        assertEquals(0, guests.drainLimit(false));
        assertEquals(15 + TIME, guests.drainLimit(true));
    }

    @Test
    void shouldLimitFramesFromTheBeginThatIsAppendedOn()
    {
        final DirectGuests guests = guests("toggles=1/16 moves=0");
        guests.drainLimit(true);
        drain(guests, 16);
        guests.schedule(nobody, frame, 0, frame.capacity());
        guests.appended();

        assertEquals(0, guests.drainLimit(false));                              // it is not applied
    }

    /** Steps lie eight events apart. A transition that is open behind the last event goes to its end all the same. */
    @Test
    void shouldEndATransitionBehindTheLastEvent()
    {
        final DirectGuests guests = guests("toggles=1/10k moves=0");
        rig.line("begin enable 0 0");
        assertEquals(List.of(), cycle(guests, 0));                              // more events may come

        guests.finish();
        assertEquals(List.of(), cycle(guests, 3));
        assertEquals(List.of("STEP"), cycle(guests, 5));
        while (isOpen())
        {
            assertEquals(List.of("STEP"), cycle(guests, 0));
        }

        assertEquals(List.of(), cycle(guests, 0));
    }

    @Test
    void shouldTakeTheMoveThatIsDueBeforeItEndsTheLastTransition()
    {
        final DirectGuests guests = guests("toggles=1/10k moves=1/2");
        rig.line("begin enable 0 0");
        guests.finish();
        guests.drainLimit(false);
        drain(guests, 2);
        assertEquals(List.of(), plan(guests));

        assertFalse(cycle(guests, 0).contains("STEP"));
        assertEquals(1, guests.moveCount());
        assertEquals(List.of("STEP"), cycle(guests, 0));
    }

    @Test
    void shouldTakeOneStepPerDutyCycleByTheClockBehindTheLastEvent()
    {
        final DirectGuests guests = guests("toggles=1 moves=1/10k");
        rig.line("begin enable 0 0");
        guests.finish();

        assertEquals(List.of("STEP"), cycle(guests, 0));
    }

    /** Steps are due behind even events, and toggles behind events 2,001 and 4,001. */
    @Test
    void shouldMissAToggleWhileATransitionIsOpen()
    {
        final DirectGuests guests = guests("toggles=2/4001 moves=0");
        rig.line("begin enable 0 0");
        assertEquals(List.of("STEP"), cycle(guests, 2_000));

        assertEquals(List.of(), cycle(guests, 1));
        rig.steps();
        assertEquals(List.of(), cycle(guests, 1_999));

        assertTrue(cycle(guests, 1).get(0).startsWith("BEGIN_"));
    }

    /** The seeds differ in a bit that no other number here has. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"toggles=1/1 moves=0", "toggles=0 moves=1/1"})
    void shouldDrawByTheSeed(final String keys)
    {
        final List<String> drawn = draws(guests(keys, 0), 16);

        assertEquals(16, drawn.size());
        assertEquals(drawn, draws(guests(keys, 0), 16));
        assertNotEquals(drawn, draws(guests(keys, 1L << 62), 16));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"toggles=1/1 moves=0", "toggles=0 moves=1/1"})
    void shouldDrawForAnActionWhateverWasDrawnBefore(final String keys)
    {
        final List<String> drawn = draws(guests(keys, 42), 16);
        final DirectGuests later = guests(keys, 42);
        cycle(later, 9, false);

        assertEquals(drawn.subList(9, 16), draws(later, 7));
    }

    @Test
    void shouldBeSettledWhenNobodyIsSignalled()
    {
        final DirectGuests guests = guests("toggles=0 moves=0");
        final PeSet signalled = new PeSet(4);
        assertTrue(guests.isSettled(signalled));

        signalled.set(3, true);

        assertFalse(guests.isSettled(signalled));
    }

    @Test
    void shouldNoteHowLongAVcpuWasHeld()
    {
        final DirectGuests guests = guests("toggles=1/10k moves=0");
        final CycleWatch notes = new CycleWatch(HostMeter.NONE);
        guests.watch(notes);
        rig.lines("enable 1 0");
        rig.line("begin disable 1 0");
        rig.line("step");
        rig.line("step");
        cycle(guests, 0);
        rig.steps();
        nowNs = START_NS + CycleWatch.SLOW_NS;

        cycle(guests, 0);

        assertEquals(List.of(new Note(NoteKind.TRANSITION, START_NS, START_NS + CycleWatch.SLOW_NS, 1)),
            notes.since(0, 0));
    }

    private DirectGuests guests(final String keys)
    {
        return guests(keys, 42);
    }

    private DirectGuests guests(final String keys, final long seed)
    {
        return new DirectGuests(
            TOPOLOGY, seed, DirectActions.of(OwnSettings.of(keys), TOPOLOGY, false), rig.machine(), () -> nowNs);
    }

    private boolean isOpen()
    {
        return rig.machine().queries().transitionVm() >= 0;
    }

    /** Returns the first command of each of some cycles, with one event each; {@code exchange} for one of CPUs. */
    private List<String> draws(final DirectGuests guests, final int count)
    {
        final List<String> draws = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            final List<String> commands = cycle(guests, 1, false);
            draws.add(commands.isEmpty() || commands.size() > 1 ? "exchange" : commands.get(0));
        }

        return draws;
    }

    private List<String> cycle(final DirectGuests guests, final int events)
    {
        return cycle(guests, events, true);
    }

    /** Works a duty cycle whose frames are applied, and returns its commands. Applies these, too, or drops them. */
    private List<String> cycle(final DirectGuests guests, final int events, final boolean applies)
    {
        guests.drainLimit(true);
        drain(guests, events);

        return plan(guests, applies);
    }

    private void drain(final DirectGuests guests, final int events)
    {
        for (int i = 0; i < events; i++)
        {
            frame.putLong(i * Long.BYTES, Commands.msi(0, 0, 0));
        }
        guests.drained(frame, 0, events * Long.BYTES);
    }

    private List<String> plan(final DirectGuests guests)
    {
        return plan(guests, true);
    }

    private List<String> plan(final DirectGuests guests, final boolean applies)
    {
        final int end = guests.schedule(nobody, frame, 0, frame.capacity());
        final List<String> commands = V4Texts.of(frame, 0, end);
        guests.appended();
        int at = 0;
        while (applies && at < end)
        {
            at = rig.machine().apply(frame, at);
        }
        rig.machine().outputs().clear();
        nowNs += CYCLE_NS;

        return commands;
    }

    private static void assertAsked(
        final AskedActions actions, final boolean isAsked, final long due, final long begun, final long completed)
    {
        assertEquals(isAsked, actions.isAsked(), actions.done());
        assertEquals(due, actions.due(), actions.done());
        assertEquals(begun, actions.begun(), actions.done());
        assertEquals(completed, actions.completed(), actions.done());
    }
}
