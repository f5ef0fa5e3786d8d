package org.gale.engine.agent;

import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.PeSet;
import org.gale.engine.record.JournalRefusedException;
import org.gale.engine.storm.profile.ResidentGuests;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of frames that are applied while they are forced: their effects leave the engine after the force alone. */
class ForcedFramesTest extends EngineAgentFixture
{
    private static final int LOADS_PER_FRAME = 1000;
    private static final int FRAMES = 60;

    private final List<Long> completedWhenRaised = new ArrayList<>();
    private final List<Long> acknowledgedWhenRaised = new ArrayList<>();
    private final List<Boolean> forcingWhenRaised = new ArrayList<>();

    /** PEs enough for frames of 2,048 words. */
    @Override
    StormConfig config()
    {
        return StormConfigs.of(super.config()).pes(64).build();
    }

    @Test
    void shouldApplyFramesWhileTheyAreForced()
    {
        appendTwoFrames();

        agent.doWork();

        assertEquals(List.of(true, true), forcingWhenRaised);
        assertEquals(List.of(0L, 0L), completedWhenRaised);
        assertEquals(List.of(0L, 0L), acknowledgedWhenRaised);
        assertFalse(log.isForcing());
        assertEquals(interrupts + 2, log.commandsToApply());                    // with a turn in each frame
        assertEquals(interrupts, acknowledged.count);
        assertEquals(producer.position(), producer.completed());
        assertEquals(agent.appliedSequence(), agent.releasedSequence());
    }

    @Test
    void shouldReleaseEachFrameThatIsAppliedAfterTheForce()
    {
        log.forcesAtOnce();
        appendTwoFrames();

        agent.doWork();

        assertEquals(List.of(false, false), forcingWhenRaised);
        assertEquals(List.of(0L, interrupts / 2L), completedWhenRaised);
        assertEquals(List.of(0L, interrupts / 2L), acknowledgedWhenRaised);
        assertEquals(producer.position(), producer.completed());
    }

    @Test
    void shouldReleaseTheFramesSoFarWhenTheForceEndsBetweenThem()
    {
        appendTwoFrames();
        final Runnable watch = acknowledged.onRaised;
        acknowledged.onRaised = () ->
        {
            watch.run();
            if (log.isForcing())
            {
                log.endForce();
            }
        };

        agent.doWork();

        assertEquals(List.of(true, false), forcingWhenRaised);
        assertEquals(List.of(0L, interrupts / 2L), completedWhenRaised);
        assertEquals(List.of(0L, interrupts / 2L), acknowledgedWhenRaised);
        assertEquals(1, log.forces());
    }

    @Test
    void shouldReleaseNothingWhenTheForceFails()
    {
        appendTwoFrames();
        final long before = agent.releasedSequence();
        log.refusesForces();

        final JournalRefusedException refused = assertThrows(JournalRefusedException.class, agent::doWork);

        assertTrue(refused.getMessage().contains("the device has failed"), refused.getMessage());
        assertEquals(before, agent.releasedSequence());
        assertEquals(log.nextSequence() - 1, agent.appliedSequence());
        assertEquals(0, acknowledged.count);
        agent.fail();
        assertEquals(interrupts, acknowledged.count, "the accounting has what the machine did");
        assertEquals(0, producer.completed());
    }

    @Test
    void shouldCompleteWhatWasSettledWhenALaterFrameIsNot()
    {
        final LateTurns turns = new LateTurns();
        agent = agent(turns);
        appendTwoFrames();

        agent.doWork();

        assertEquals(interrupts, acknowledged.count);
        assertEquals(interrupts / 2, producer.completed());
    }

    @Test
    void shouldReleaseAcknowledgesBeforeCommandsOfTheHost()
    {
        agent = agent(new TimedTurns());
        appendTwoFrames();

        agent.doWork();

        assertEquals(List.of(0L, interrupts / 2L), acknowledged.countsWhenScheduled);
        assertEquals(List.of(true, false), forcingWhenRaised);
        assertEquals(interrupts, acknowledged.count);
    }

    @Test
    void shouldAwaitTheForceWhenNoOutputsFindRoom()
    {
        final UnsafeBuffer load = new UnsafeBuffer(new byte[2 * Long.BYTES]);
        Commands.load(load, 0, machine.config().value(MachineKeys.IRS_CONFIG), Integer.BYTES);
        for (int frame = 0; frame < FRAMES; frame++)
        {
            for (int i = 0; i < LOADS_PER_FRAME; i++)
            {
                assertTrue(producer.offer(load, 0, 2));
            }
            producer.publish();
            agent.doWork();
        }
        assertEquals(0, log.forces());
        final List<Boolean> told = new ArrayList<>();
        acknowledged.onApplied = () -> told.add(log.isForcing());

        agent.doWork();

        assertEquals(1, log.forces());
        assertTrue(told.size() > 1, "more than one log of outputs: " + told.size());
        assertFalse(told.contains(true));
        assertEquals(FRAMES * LOADS_PER_FRAME, agent.releasedSequence());
        assertEquals(producer.position(), producer.completed());
    }

    /** Appends half of the interrupts in each of two frames, and watches them while they are applied. */
    private void appendTwoFrames()
    {
        raise(interrupts / 2);
        agent.doWork();
        raise(interrupts / 2);
        agent.doWork();
        assertEquals(2, log.appendedFrames());
        acknowledged.onRaised = () ->
        {
            completedWhenRaised.add(producer.completed());
            acknowledgedWhenRaised.add(acknowledged.count);
            forcingWhenRaised.add(log.isForcing());
        };
    }

    /** Turns of guests that are settled after the first frame, and not after the second. */
    private static final class LateTurns extends ForwardingTurns
    {
        private int turns;

        LateTurns()
        {
            super(new ResidentGuests(BUDGET));
        }

        @Override
        public void turning(final PeSet signalled)
        {
            turns++;
        }

        @Override
        public boolean isSettled(final PeSet signalled)
        {
            return turns == 1;
        }
    }

    /** Turns with a command of the host in each frame that drained commands are in. */
    private static final class TimedTurns extends ForwardingTurns
    {
        private int frames;

        TimedTurns()
        {
            super(new ResidentGuests(BUDGET));
        }

        @Override
        public int schedule(
            final PeSet busy, final MutableDirectBuffer frame, final int offset, final int limitOffset)
        {
            return frames == 2 ? offset : Commands.time(frame, offset, 1, 1);
        }

        @Override
        public void appended()
        {
            frames++;
        }
    }
}
